import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { assertOurs, assertPresent } from './database.ts'
import { LedgerReader } from './reader.ts'
import { ReadTables } from './read-tables.ts'
import { withSqlite } from './sqlite.ts'

/**
 * Whether ledger.db says everything: a log that was not closed, or that another program has open, has its newest entries
 * beside it.
 */
export function isSettled(path: string): boolean {
  return !existsSync(`${path}-wal`)
}

/**
 * A log on a medium that nobody writes to while it is open. SQLite is told so (https://www.sqlite.org/uri.html, "immutable"):
 * it takes no lock and makes no file beside it, not even the -shm that every other reader of a WAL database needs. Node's own
 * binding, because better-sqlite3 is built without URI file names. `facility-not-found`, `facility-damaged`,
 * `log-from-newer-version`.
 */
export function openImmutable(path: string): LedgerReader {
  assertPresent(path)
  const url = pathToFileURL(path)
  url.searchParams.set('mode', 'ro')
  url.searchParams.set('immutable', '1')
  const database = withSqlite(path, () => new DatabaseSync(url, { readOnly: true, enableForeignKeyConstraints: false }))
  try {
    return withSqlite(path, () => {
      database.exec('PRAGMA trusted_schema = OFF')
      assertOurs((name) => Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0])
      const tables = new ReadTables((sql) => database.prepare(sql))
      return new LedgerReader(path, tables, () => {
        database.close()
      })
    })
  } catch (error) {
    database.close()
    throw error
  }
}
