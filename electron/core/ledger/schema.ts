/** "CNLV": tells our file from any other SQLite database. */
export const APPLICATION_ID = 0x434e4c56
export const SCHEMA_VERSION = 1

const APPEND_ONLY_TABLES = ['entries', 'nodes', 'checkpoints', 'cosignatures'] as const

/**
 * Append only by three means: STRICT tables, triggers that refuse UPDATE and DELETE, and one that refuses an entry
 * anywhere but at the end (`INSERT OR REPLACE` would pass the other two). They stop mistakes; what stops an attacker
 * is the tree.
 */
export const SCHEMA = `
CREATE TABLE entries (
  idx INTEGER PRIMARY KEY CHECK (idx >= 0),
  bytes BLOB NOT NULL CHECK (length(bytes) BETWEEN 1 AND 65535),
  leaf BLOB NOT NULL CHECK (length(leaf) = 32)
) STRICT;

-- Roots of perfect subtrees above the leaves: derived, kept so that a proof costs microseconds.
CREATE TABLE nodes (
  level INTEGER NOT NULL CHECK (level > 0),
  idx INTEGER NOT NULL CHECK (idx >= 0),
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (level, idx)
) STRICT, WITHOUT ROWID;

CREATE TABLE checkpoints (
  size INTEGER PRIMARY KEY CHECK (size > 0),
  note TEXT NOT NULL
) STRICT;

CREATE TABLE cosignatures (
  id INTEGER PRIMARY KEY,
  size INTEGER NOT NULL REFERENCES checkpoints (size),
  line TEXT NOT NULL,
  UNIQUE (size, line)
) STRICT;

CREATE TRIGGER entries_at_the_end BEFORE INSERT ON entries
WHEN NEW.idx IS NOT (SELECT coalesce(max(idx) + 1, 0) FROM entries)
BEGIN SELECT RAISE(ABORT, 'entries are appended at the end'); END;

${APPEND_ONLY_TABLES.flatMap((table) =>
  ['UPDATE', 'DELETE'].map(
    (verb) => `CREATE TRIGGER ${table}_no_${verb.toLowerCase()} BEFORE ${verb} ON ${table}
BEGIN SELECT RAISE(ABORT, '${table} are append-only'); END;`,
  ),
).join('\n')}

PRAGMA application_id = ${APPLICATION_ID};
PRAGMA user_version = ${SCHEMA_VERSION};
`
