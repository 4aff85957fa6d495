import { bytesToHex } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import { parseCanonical } from '../../../shared/ledger/canonical-json.ts'
import { type Envelope, NO_PREVIOUS, parseEnvelope } from '../../../shared/ledger/envelope.ts'
import { consistencyProof, inclusionProof, rootAt } from '../../../shared/ledger/merkle-proof.ts'
import { CompactRange, type NodeSource } from '../../../shared/ledger/merkle.ts'
import type { LogSource } from '../../../shared/ledger/verify.ts'
import { nativeSha256 } from './native-sha256.ts'
import type { EntryRow, ReadTables, StoredCheckpoint } from './read-tables.ts'
import { withSqlite } from './sqlite.ts'

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

/** `ledger.db` as it can be read; nothing of this class writes. Failures: `facility-damaged`, and those named below. */
export class LedgerReader {
  readonly #path: string
  readonly #tables: ReadTables
  readonly #close: () => void

  constructor(path: string, tables: ReadTables, close: () => void) {
    this.#path = path
    this.#tables = tables
    this.#close = close
  }

  /** Entries so far. */
  get size(): number {
    return withSqlite(this.#path, () => this.#tables.size())
  }

  /** Size and Merkle root, the content of a checkpoint. */
  head(): { readonly size: number; readonly root: Uint8Array } {
    const { tree } = this.currentEnd()
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
      yield { index, bytes, leafHash: leaf, envelope: readEnvelope(index, bytes) }
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

  /** Those of at least `from` entries by size; each note with all its cosignatures. */
  checkpoints(from = 0): StoredCheckpoint[] {
    return withSqlite(this.#path, () => this.#tables.checkpoints(from))
  }

  get checkpointCount(): number {
    return withSqlite(this.#path, () => this.#tables.checkpointCount())
  }

  /** The sizes of all of them, in rising order. */
  checkpointSizes(): number[] {
    return withSqlite(this.#path, () => this.#tables.checkpointSizes())
  }

  /** The one of exactly so many entries, with its cosignatures; null when there is none. */
  checkpoint(size: number): StoredCheckpoint | null {
    return withSqlite(this.#path, () => this.#tables.nextCheckpoint(size, size))
  }

  /** The smallest that covers an entry, with its cosignatures; null while there is none. */
  checkpointOver(index: number): StoredCheckpoint | null {
    return withSqlite(this.#path, () => this.#tables.nextCheckpoint(index + 1, Number.MAX_SAFE_INTEGER))
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
    this.#close()
  }

  /** Read anew: a reader's log may grow by another hand. */
  protected currentEnd(): End {
    return withSqlite(this.#path, () => this.#endOf(this.#tables.size()))
  }

  #endOf(size: number): End {
    const prev = size === 0 ? NO_PREVIOUS : bytesToHex(this.#tables.nodeAt(0, size - 1))
    return { tree: CompactRange.resume(size, this.#tables.nodeAt, nativeSha256), prev }
  }

  #assertReached(size: number): void {
    if (size > this.size) throw fail('invalid-request', `The log has ${this.size} entries, not ${size}.`)
  }
}

function readEnvelope(index: number, bytes: Uint8Array): Envelope {
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
