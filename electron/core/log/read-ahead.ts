import type { LogRecord } from '../../../shared/ledger/verify-chain.ts'
import { Thread } from '../thread.ts'
import type { EntriesRead, EntryBytes } from './entry-thread.ts'

/** Entries that are sent to the thread, and come back, together. */
const BATCH = 256
/** So many are read here in less time than a thread takes to start. */
const SHORT = 4_096
/** Batches that the thread may be ahead: it always has one to do, and memory holds a few megabytes of them. */
const AHEAD = 4

/**
 * The records of a source, in order, in batches: those of a long log as a thread has read them, which goes on reading while
 * the caller judges what they mean. What the source throws is thrown after everything that it gave before.
 */
export async function* readAhead(source: Iterable<LogRecord>): AsyncGenerator<readonly LogRecord[]> {
  const reading: Promise<readonly LogRecord[]>[] = []
  let thread: EntryThread | null = null
  let taken = 0
  let failed: Batch['failed']
  try {
    for (const batch of batchesOf(source)) {
      taken += batch.records.length
      failed = batch.failed
      if (taken > SHORT) thread ??= new EntryThread()
      reading.push(thread === null ? Promise.resolve(batch.records) : thread.read(batch.records))
      const oldest = reading.length > AHEAD ? reading.shift() : undefined
      if (oldest !== undefined) yield await oldest
    }
    for (const rest of reading) yield await rest
    if (failed !== undefined) throw failed.cause
  } finally {
    await thread?.end()
  }
}

interface Batch {
  readonly records: readonly LogRecord[]
  /** What the source threw after them. */
  readonly failed?: { readonly cause: unknown }
}

function* batchesOf(source: Iterable<LogRecord>): Generator<Batch> {
  let records: LogRecord[] = []
  try {
    for (const record of source) {
      records.push(record)
      if (records.length < BATCH) continue
      yield { records }
      records = []
    }
    yield { records }
  } catch (cause) {
    yield { records, failed: { cause } }
  }
}

class EntryThread {
  // What it makes is garbage at once: a young generation of the usual size would only hold more of it.
  readonly #thread = new Thread<EntryBytes, EntriesRead>('entry-thread', import.meta.url, {
    resourceLimits: { maxYoungGenerationSizeMb: 8 },
  })

  /** Rejects when the thread failed. */
  read(records: readonly LogRecord[]): Promise<readonly LogRecord[]> {
    const sent = packed(records)
    const found = this.#thread.ask(sent, [sent.bytes.buffer, sent.ends.buffer])
    const read = found.then(({ leaves, accepted }) =>
      records.map((record, at) => ({
        ...record,
        read: { leaf: leaves.subarray(at * 32, at * 32 + 32), isEntry: accepted[at] === 1 },
      })),
    )
    // Others may be awaited before this one is.
    read.catch(() => undefined)
    return read
  }

  end(): Promise<void> {
    return this.#thread.end()
  }
}

function packed(records: readonly LogRecord[]): EntryBytes {
  const bytes = new Uint8Array(records.reduce((sum, record) => sum + record.bytes.length, 0))
  const ends = new Uint32Array(records.length)
  let end = 0
  for (const [at, record] of records.entries()) {
    bytes.set(record.bytes, end)
    end += record.bytes.length
    ends[at] = end
  }
  return { bytes, ends }
}
