import { fail } from '../../../shared/failure.ts'
import { withSqlite } from './sqlite.ts'

/** A row of `entries`. */
export interface EntryRow {
  readonly index: number
  readonly bytes: Uint8Array
  readonly leaf: Uint8Array
}

export interface StoredCheckpoint {
  readonly size: number
  /** The signed note with all its cosignatures. */
  readonly note: string
}

/** What both bindings of SQLite have in common. A row is an object; a BLOB is a Uint8Array or a Buffer. */
interface Query {
  get(...parameters: number[]): unknown
  all(...parameters: number[]): unknown[]
}

// Large enough that a statement costs nothing, small enough to stay out of the way of memory and of other calls.
const ROWS_AT_ONCE = 256

/**
 * Entries in one row: a BLOB for each would take longer to make than to hash, and leave the memory in pieces. The lengths are
 * those of the parts, whatever a damaged database holds.
 */
const PACKED = `
SELECT json_group_array(idx) AS places,
  json_group_array(octet_length(bytes)) AS lengths, CAST(group_concat(bytes, '') AS BLOB) AS bytes,
  json_group_array(octet_length(leaf)) AS leafLengths, CAST(group_concat(leaf, '') AS BLOB) AS leaves
FROM (SELECT idx, bytes, leaf FROM entries WHERE idx >= ? AND idx < ? ORDER BY idx LIMIT ?)`

interface PackedEntries {
  /** JSON arrays of numbers, as long as each other. */
  readonly places: string
  readonly lengths: string
  readonly leafLengths: string
  readonly bytes: Uint8Array | null
  readonly leaves: Uint8Array | null
}

/** The statements that read the log. What SQLite throws passes through, except in `records`. */
export class ReadTables {
  readonly #entrySize: Query
  readonly #entryRange: Query
  readonly #leaf: Query
  readonly #node: Query
  readonly #checkpoints: Query
  readonly #checkpointCount: Query
  readonly #lastCheckpoint: Query
  readonly #checkpointSizes: Query
  readonly #nextCheckpoint: Query
  readonly #cosignaturesOf: Query
  readonly #cosignatures: Query

  constructor(prepare: (sql: string) => Query) {
    this.#entrySize = prepare('SELECT coalesce(max(idx) + 1, 0) AS size FROM entries')
    this.#entryRange = prepare(PACKED)
    this.#leaf = prepare('SELECT leaf AS hash FROM entries WHERE idx = ?')
    this.#node = prepare('SELECT hash FROM nodes WHERE level = ? AND idx = ?')
    this.#checkpoints = prepare('SELECT size, note FROM checkpoints WHERE size >= ? ORDER BY size')
    this.#checkpointCount = prepare('SELECT count(*) AS size FROM checkpoints')
    this.#lastCheckpoint = prepare('SELECT size, note FROM checkpoints ORDER BY size DESC LIMIT 1')
    this.#checkpointSizes = prepare('SELECT size FROM checkpoints ORDER BY size')
    this.#nextCheckpoint = prepare(
      'SELECT size, note FROM checkpoints WHERE size >= ? AND size <= ? ORDER BY size LIMIT 1',
    )
    this.#cosignaturesOf = prepare('SELECT line FROM cosignatures WHERE size = ? ORDER BY id')
    this.#cosignatures = prepare('SELECT size, line FROM cosignatures WHERE size >= ? ORDER BY id')
  }

  size(): number {
    return (this.#entrySize.get() as { readonly size: number }).size
  }

  /** Those of at least `from` entries. */
  checkpoints(from: number): StoredCheckpoint[] {
    const added = this.#cosignatures.all(from) as { readonly size: number; readonly line: string }[]
    const lines = Map.groupBy(added, ({ size }) => size)
    return (this.#checkpoints.all(from) as StoredCheckpoint[]).map(({ size, note }) => {
      const more = (lines.get(size) ?? []).map(({ line }) => `${line}\n`)
      return { size, note: note + more.join('') }
    })
  }

  checkpointSizes(): number[] {
    return (this.#checkpointSizes.all() as { readonly size: number }[]).map(({ size }) => size)
  }

  /** The first of at least `from` and at most `to` entries. */
  nextCheckpoint(from: number, to: number): StoredCheckpoint | null {
    const found = this.#nextCheckpoint.get(from, to) as StoredCheckpoint | undefined
    if (found === undefined) return null
    const lines = this.#cosignaturesOf.all(found.size) as { readonly line: string }[]
    return { size: found.size, note: found.note + lines.map(({ line }) => `${line}\n`).join('') }
  }

  checkpointCount(): number {
    return (this.#checkpointCount.get() as { readonly size: number }).size
  }

  /** Without its cosignatures. */
  lastCheckpoint(): StoredCheckpoint | undefined {
    return this.#lastCheckpoint.get() as StoredCheckpoint | undefined
  }

  /** A `NodeSource` over what is stored. */
  readonly nodeAt = (level: number, index: number): Uint8Array => {
    const row = level === 0 ? this.#leaf.get(index) : this.#node.get(level, index)
    if (row !== undefined) return plain((row as { readonly hash: Uint8Array }).hash)
    throw fail('facility-damaged', 'A part of the log is missing from its database.', {
      remedy: 'Verify the log. Restore the facility from a backup.',
      detail: { level, index },
    })
  };

  /** In rising order, `from` to `to` - 1. Fetched in parts: an open cursor would block every other call. */
  *records(path: string, from: number, to: number): Generator<EntryRow> {
    let next = from
    for (;;) {
      const at = next
      const packed = withSqlite(path, () => this.#entryRange.get(at, to, ROWS_AT_ONCE) as PackedEntries)
      const places = JSON.parse(packed.places) as number[]
      const bytes = parts(packed.bytes, packed.lengths)
      const leaves = parts(packed.leaves, packed.leafLengths)
      for (const index of places) yield { index, bytes: bytes.next().value, leaf: leaves.next().value }
      const last = places.at(-1)
      if (last === undefined || places.length < ROWS_AT_ONCE) return
      next = last + 1
    }
  }
}

/** One after another; `lengths` is a JSON array of them. */
function* parts(whole: Uint8Array | null, lengths: string): Generator<Uint8Array, Uint8Array> {
  const bytes = plain(whole ?? new Uint8Array())
  let start = 0
  for (const length of JSON.parse(lengths) as (number | null)[]) {
    const end = start + (length ?? 0)
    yield bytes.subarray(start, end)
    start = end
  }
  return new Uint8Array()
}

/** The same bytes without Buffer's own methods, whose `slice` does not copy. */
function plain(buffer: Uint8Array): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength)
}
