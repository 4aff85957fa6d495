import type { Statement } from 'better-sqlite3'
import { fail } from '../../../shared/failure.ts'
import type { TreeNode } from '../../../shared/ledger/merkle.ts'
import { withSqlite, type Sqlite } from './sqlite.ts'

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

// Large enough that a statement costs nothing, small enough to stay out of the way of memory and of other calls.
const ROWS_AT_ONCE = 256

interface RawEntry {
  readonly idx: number
  readonly bytes: Buffer
  readonly leaf: Buffer
}

/** The statements of the log. What SQLite throws passes through, except in `records`. */
export class LedgerTables {
  readonly #entrySize: Statement<[], number>
  readonly #entryRange: Statement<[number, number, number], RawEntry>
  readonly #leaf: Statement<[number], Buffer>
  readonly #node: Statement<[number, number], Buffer>
  readonly #insertEntry: Statement<[number, Uint8Array, Uint8Array]>
  readonly #insertNode: Statement<[number, number, Uint8Array]>
  readonly #checkpoints: Statement<[number], StoredCheckpoint>
  readonly #checkpointCount: Statement<[], number>
  readonly #lastCheckpoint: Statement<[], StoredCheckpoint>
  readonly #cosignatures: Statement<[number], { size: number; line: string }>
  readonly #sqlite: Sqlite

  constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite
    this.#entrySize = sqlite.prepare<[], number>('SELECT coalesce(max(idx) + 1, 0) FROM entries').pluck()
    this.#entryRange = sqlite.prepare(
      'SELECT idx, bytes, leaf FROM entries WHERE idx >= ? AND idx < ? ORDER BY idx LIMIT ?',
    )
    this.#leaf = sqlite.prepare<[number], Buffer>('SELECT leaf FROM entries WHERE idx = ?').pluck()
    this.#node = sqlite.prepare<[number, number], Buffer>('SELECT hash FROM nodes WHERE level = ? AND idx = ?').pluck()
    this.#insertEntry = sqlite.prepare('INSERT INTO entries (idx, bytes, leaf) VALUES (?, ?, ?)')
    this.#insertNode = sqlite.prepare('INSERT INTO nodes (level, idx, hash) VALUES (?, ?, ?)')
    this.#checkpoints = sqlite.prepare('SELECT size, note FROM checkpoints WHERE size >= ? ORDER BY size')
    this.#checkpointCount = sqlite.prepare<[], number>('SELECT count(*) FROM checkpoints').pluck()
    this.#lastCheckpoint = sqlite.prepare('SELECT size, note FROM checkpoints ORDER BY size DESC LIMIT 1')
    this.#cosignatures = sqlite.prepare('SELECT size, line FROM cosignatures WHERE size >= ? ORDER BY id')
  }

  size(): number {
    return this.#entrySize.get() ?? 0
  }

  /** One transaction, on the disk when this returns. */
  insertEntry({ index, bytes, leaf }: EntryRow, completed: readonly TreeNode[]): void {
    this.#sqlite
      .transaction(() => {
        this.#insertEntry.run(index, bytes, leaf)
        for (const { level, index: at, hash } of completed) this.#insertNode.run(level, at, hash)
      })
      .immediate()
  }

  insertCheckpoint(size: number, note: string): void {
    this.#sqlite.prepare('INSERT INTO checkpoints (size, note) VALUES (?, ?) ON CONFLICT DO NOTHING').run(size, note)
  }

  insertCosignature(size: number, line: string): void {
    this.#sqlite.prepare('INSERT INTO cosignatures (size, line) VALUES (?, ?) ON CONFLICT DO NOTHING').run(size, line)
  }

  /** Those of at least `from` entries. */
  checkpoints(from: number): StoredCheckpoint[] {
    const lines = Map.groupBy(this.#cosignatures.all(from), ({ size }) => size)
    return this.#checkpoints.all(from).map(({ size, note }) => {
      const added = (lines.get(size) ?? []).map(({ line }) => `${line}\n`)
      return { size, note: note + added.join('') }
    })
  }

  checkpointCount(): number {
    return this.#checkpointCount.get() ?? 0
  }

  /** Without its cosignatures. */
  lastCheckpoint(): StoredCheckpoint | undefined {
    return this.#lastCheckpoint.get()
  }

  /** A `NodeSource` over what is stored. */
  readonly nodeAt = (level: number, index: number): Uint8Array => {
    const hash = level === 0 ? this.#leaf.get(index) : this.#node.get(level, index)
    if (hash !== undefined) return plain(hash)
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
      const rows = withSqlite(path, () => this.#entryRange.all(at, to, ROWS_AT_ONCE))
      for (const { idx, bytes, leaf } of rows) yield { index: idx, bytes: plain(bytes), leaf: plain(leaf) }
      const last = rows.at(-1)
      if (last === undefined || rows.length < ROWS_AT_ONCE) return
      next = last.idx + 1
    }
  }
}

/** The same bytes without Buffer's own methods, whose `slice` does not copy. */
function plain(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength)
}
