import type { Statement } from 'better-sqlite3'
import type { TreeNode } from '../../../shared/ledger/merkle.ts'
import { type EntryRow, ReadTables } from './read-tables.ts'
import type { Sqlite } from './sqlite.ts'

/** The statements of the log. What SQLite throws passes through, except in `records`. */
export class LedgerTables extends ReadTables {
  readonly #insertEntry: Statement<[number, Uint8Array, Uint8Array]>
  readonly #insertNode: Statement<[number, number, Uint8Array]>
  readonly #sqlite: Sqlite

  constructor(sqlite: Sqlite) {
    super((sql) => sqlite.prepare(sql))
    this.#sqlite = sqlite
    this.#insertEntry = sqlite.prepare('INSERT INTO entries (idx, bytes, leaf) VALUES (?, ?, ?)')
    this.#insertNode = sqlite.prepare('INSERT INTO nodes (level, idx, hash) VALUES (?, ?, ?)')
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
}
