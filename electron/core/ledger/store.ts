import { bytesToHex, equalBytes } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import { parseCanonical } from '../../../shared/ledger/canonical-json.ts'
import { parseCheckpoint } from '../../../shared/ledger/checkpoint.ts'
import { encodeEnvelope, NO_PREVIOUS, parseEnvelope } from '../../../shared/ledger/envelope.ts'
import type { EntryDraft, Envelope } from '../../../shared/ledger/envelope.ts'
import { consistencyProof, inclusionProof, rootAt } from '../../../shared/ledger/merkle-proof.ts'
import { CompactRange, leafHash, type NodeSource } from '../../../shared/ledger/merkle.ts'
import { parseNote, parseSignatureLine } from '../../../shared/ledger/note.ts'
import type { LogSource } from '../../../shared/ledger/verify.ts'
import { createDatabase, openDatabase, openDatabaseReadOnly, type OpenDatabase } from './database.ts'
import { nativeSha256 } from './native-sha256.ts'
import { withSqlite } from './sqlite.ts'
import { type EntryRow, LedgerTables, type StoredCheckpoint } from './tables.ts'

export interface Stored {
  readonly index: number
  readonly bytes: Uint8Array
  readonly leafHash: Uint8Array
  readonly envelope: Envelope
}

/** Where the next entry goes. */
export interface End {
  readonly tree: CompactRange
  readonly prev: string
}

/**
 * `ledger.db`: the append-only log of a facility. One writer, which holds the facility lock; readers beside it are
 * welcome. Failures: `disk-full`, `disk-read-only`, `facility-in-use`, `facility-damaged`, and those named below.
 */
export class LedgerStore {
  readonly #path: string
  readonly #database: OpenDatabase
  readonly #tables: LedgerTables
  readonly #readOnly: boolean
  #end: End | null = null

  private constructor(path: string, database: OpenDatabase, readOnly: boolean) {
    this.#path = path
    this.#database = database
    this.#readOnly = readOnly
    this.#tables = withSqlite(path, () => new LedgerTables(database.sqlite))
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
    const { tree, prev } = this.#currentEnd()
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

  /** Entries so far. */
  get size(): number {
    return this.#readOnly ? withSqlite(this.#path, () => this.#tables.size()) : this.#currentEnd().tree.size
  }

  /** Size and Merkle root, the content of a checkpoint. */
  head(): { readonly size: number; readonly root: Uint8Array } {
    const { tree } = this.#currentEnd()
    return { size: tree.size, root: tree.root() }
  }

  /** Root of the first `size` entries by the stored hashes. `invalid-request` when there are not so many. */
  rootAt(size: number): Uint8Array {
    this.#assertReached(size)
    return withSqlite(this.#path, () => rootAt(size, this.#tables.nodeAt, nativeSha256))
  }

  /** The tree over the first `size` entries, and what the next one names as its predecessor, by the stored hashes. */
  endAt(size: number): End {
    this.#assertReached(size)
    return withSqlite(this.#path, () => this.#endOf(size))
  }

  /** Entries `from` to `to` - 1, or to the end. Other calls may happen in between. */
  *read(from = 0, to = Number.MAX_SAFE_INTEGER): Generator<Stored> {
    for (const { index, bytes, leaf } of this.#tables.records(this.#path, from, to)) {
      yield { index, bytes, leafHash: leaf, envelope: this.#parse(index, bytes) }
    }
  }

  /** The same as it lies there, parsed and compared by nobody. */
  records(from = 0, to = Number.MAX_SAFE_INTEGER): Generator<EntryRow> {
    return this.#tables.records(this.#path, from, to)
  }

  /** `invalid-request` when there is no such entry. */
  entry(index: number): Stored {
    for (const stored of this.read(index, index + 1)) return stored
    throw noEntry(index)
  }

  /** As it lies there. `invalid-request` when there is no such entry. */
  bytesOf(index: number): Uint8Array {
    for (const { bytes } of this.records(index, index + 1)) return bytes
    throw noEntry(index)
  }

  /** The stored hash of a perfect subtree; leaves are level 0. */
  readonly nodeAt: NodeSource = (level, index) => withSqlite(this.#path, () => this.#tables.nodeAt(level, index))

  /** RFC 9162 §2.1.3.1. */
  inclusionProof(index: number, size: number): Uint8Array[] {
    this.#assertReached(size)
    return withSqlite(this.#path, () => inclusionProof(index, size, this.#tables.nodeAt))
  }

  /** RFC 9162 §2.1.4.1. */
  consistencyProof(first: number, second: number): Uint8Array[] {
    this.#assertReached(second)
    return withSqlite(this.#path, () => consistencyProof(first, second, this.#tables.nodeAt))
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

  /** Those of at least `from` entries by size; each note with all its cosignatures. */
  checkpoints(from = 0): StoredCheckpoint[] {
    return withSqlite(this.#path, () => this.#tables.checkpoints(from))
  }

  get checkpointCount(): number {
    return withSqlite(this.#path, () => this.#tables.checkpointCount())
  }

  /** The largest, without its cosignatures; null before the first. */
  lastCheckpoint(): StoredCheckpoint | null {
    return withSqlite(this.#path, () => this.#tables.lastCheckpoint() ?? null)
  }

  /** For `verifyLog`: everything as it lies there, damaged or not. */
  source(): LogSource {
    const { MIN_SAFE_INTEGER, MAX_SAFE_INTEGER } = Number
    return {
      entries: this.#tables.records(this.#path, MIN_SAFE_INTEGER, MAX_SAFE_INTEGER),
      checkpoints: this.checkpoints().map(({ note }) => note),
    }
  }

  close(): void {
    this.#database.close()
  }

  #currentEnd(): End {
    if (this.#end !== null) return this.#end
    const end = withSqlite(this.#path, () => this.#endOf(this.#tables.size()))
    // A reader's log grows by another hand.
    if (!this.#readOnly) this.#end = end
    return end
  }

  #endOf(size: number): End {
    const prev = size === 0 ? NO_PREVIOUS : bytesToHex(this.#tables.nodeAt(0, size - 1))
    return { tree: CompactRange.resume(size, this.#tables.nodeAt, nativeSha256), prev }
  }

  #assertReached(size: number): void {
    if (size > this.size) throw fail('invalid-request', `The log has ${this.size} entries, not ${size}.`)
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

  #parse(index: number, bytes: Uint8Array): Envelope {
    try {
      return parseEnvelope(bytes)
    } catch (cause) {
      const format = formatOf(bytes)
      if (format > 1) {
        throw fail('log-from-newer-version', `Entry ${index} of the log has format ${format}; this program reads 1.`, {
          remedy: 'Use the version of Conclave that wrote it, or a newer one. Nothing was changed.',
          detail: { index },
        })
      }
      throw fail('facility-damaged', `Entry ${index} of the log cannot be read: it was changed.`, {
        remedy: 'Verify the log. Restore the facility from a backup.',
        detail: { index },
        cause,
      })
    }
  }
}

/** 0 when it does not say. */
function formatOf(bytes: Uint8Array): number {
  try {
    const { v } = Object(parseCanonical(bytes)) as { readonly v?: unknown }
    return typeof v === 'number' ? v : 0
  } catch {
    return 0
  }
}

function noEntry(index: number) {
  return fail('invalid-request', `The log has no entry ${index}.`, { detail: { index } })
}

function endIsWhole({ index, bytes, leafHash: stored, envelope }: Stored): boolean {
  return envelope.index === index && equalBytes(leafHash(bytes, nativeSha256), stored)
}
