import { bytesToHex, equalBytes } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import { parseCheckpoint } from '../../../shared/ledger/checkpoint.ts'
import { encodeEnvelope } from '../../../shared/ledger/envelope.ts'
import type { EntryDraft, Envelope } from '../../../shared/ledger/envelope.ts'
import { leafHash } from '../../../shared/ledger/merkle.ts'
import { parseNote, parseSignatureLine } from '../../../shared/ledger/note.ts'
import { createDatabase, openDatabase, openDatabaseReadOnly, type OpenDatabase } from './database.ts'
import { nativeSha256 } from './native-sha256.ts'
import type { StoredCheckpoint } from './read-tables.ts'
import { type End, LedgerReader, type Stored } from './reader.ts'
import { withSqlite } from './sqlite.ts'
import { LedgerTables } from './tables.ts'

/**
 * `ledger.db`: the append-only log of a facility. One writer, which holds the facility lock; readers beside it are
 * welcome. Failures: `disk-full`, `disk-read-only`, `facility-in-use`, `facility-damaged`, and those named below.
 */
export class LedgerStore extends LedgerReader {
  readonly #path: string
  readonly #tables: LedgerTables
  readonly #readOnly: boolean
  #end: End | null = null

  private constructor(path: string, database: OpenDatabase, readOnly: boolean) {
    const tables = withSqlite(path, () => new LedgerTables(database.sqlite))
    super(path, tables, () => {
      database.close()
    })
    this.#path = path
    this.#tables = tables
    this.#readOnly = readOnly
  }

  /** A new empty log. `facility-exists`. */
  static create(path: string): LedgerStore {
    return new LedgerStore(path, createDatabase(path), false)
  }

  /**
   * `facility-not-found`. For writing also `log-inconsistent` when the end of the log does not fit its last checkpoint:
   * nothing may be appended to such a log. Read-only opens it all the same, so that it can be verified.
   */
  static open(path: string, { readOnly = false }: { readonly readOnly?: boolean } = {}): LedgerStore {
    const database = readOnly ? openDatabaseReadOnly(path) : openDatabase(path)
    try {
      const store = new LedgerStore(path, database, readOnly)
      if (!readOnly) store.#assertEndIsSound()
      return store
    } catch (error) {
      database.close()
      throw error
    }
  }

  /**
   * Durable when it returns; on a failure nothing of the entry is left. `invalid-request` and `entry-too-large` for
   * what is no entry.
   */
  append(draft: EntryDraft): Stored {
    const { tree, prev } = this.currentEnd()
    const index = tree.size
    const envelope: Envelope = { ...draft, v: 1, index, prev }
    const bytes = encodeEnvelope(envelope)
    const leaf = leafHash(bytes, nativeSha256)
    // If the transaction fails, the tree in memory is ahead of the one on the disk: it is read again at the next use.
    this.#end = null
    const completed = tree.append(leaf)
    withSqlite(this.#path, () => this.#tables.insertEntry({ index, bytes, leaf }, completed))
    this.#end = { tree, prev: bytesToHex(leaf) }
    return { index, bytes, leafHash: leaf, envelope }
  }

  override get size(): number {
    return this.#readOnly ? super.size : this.currentEnd().tree.size
  }

  /** Keeps a signed checkpoint. `log-inconsistent` when it is not of this log; the caller vouches for its signature. */
  addCheckpoint(note: string): void {
    const { size, root } = parseCheckpoint(parseNote(note).text)
    const fits = size > 0 && size <= this.size && equalBytes(this.rootAt(size), root)
    if (!fits) {
      throw fail('log-inconsistent', `A checkpoint of ${size} entries does not fit the log. It was not stored.`, {
        remedy: 'Verify the log before anything else is done.',
        detail: { size },
      })
    }
    withSqlite(this.#path, () => this.#tables.insertCheckpoint(size, note))
  }

  /** Adds a signature line to the checkpoint of `size` entries; the caller vouches for it. */
  addCosignature(size: number, line: string): void {
    parseSignatureLine(line)
    if (!this.checkpoints().some((checkpoint) => checkpoint.size === size)) {
      throw fail('invalid-request', `There is no checkpoint of ${size} entries to cosign.`)
    }
    withSqlite(this.#path, () => this.#tables.insertCosignature(size, line))
  }

  protected override currentEnd(): End {
    if (this.#end !== null) return this.#end
    const end = super.currentEnd()
    // A reader's log grows by another hand.
    if (!this.#readOnly) this.#end = end
    return end
  }

  #assertEndIsSound(): void {
    const last = this.size - 1
    const checkpoint = this.lastCheckpoint()
    const endFits = last < 0 || endIsWhole(this.entry(last))
    if (endFits && (checkpoint === null || this.#fits(checkpoint))) return
    throw fail('log-inconsistent', 'The log does not fit its last checkpoint or its last entry: it was changed.', {
      remedy: 'Do not use this facility. Verify its log, and compare it with the last printed checkpoint.',
    })
  }

  #fits({ size, note }: StoredCheckpoint): boolean {
    const { root } = parseCheckpoint(parseNote(note).text)
    return size <= this.size && equalBytes(this.rootAt(size), root)
  }
}

function endIsWhole({ index, bytes, leafHash: stored, envelope }: Stored): boolean {
  return envelope.index === index && equalBytes(leafHash(bytes, nativeSha256), stored)
}
