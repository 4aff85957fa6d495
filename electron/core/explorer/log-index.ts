import { setImmediate } from 'node:timers/promises'
import type { FacilityState } from '../../../shared/facility/state.ts'
import type { LogEntry } from '../../../shared/ledger/entries.ts'
import type { FacilityRecord } from '../facility/record.ts'
import { sentenceOf } from '../log/sentence.ts'
import { EntryColumns } from './columns.ts'
import { markTerm, SEGMENT, SegmentBuilder, type SegmentParts } from './segment.ts'
import { TermCollector, type Wanted } from './terms.ts'

/** Milliseconds of work between two moments at which other work of the process may go on. */
const SLICE = 8
/** Fewer entries are packed again whenever the log has grown. */
const SEALED = 4_096

export const UNREADABLE = 'unreadable'

/**
 * Where to look: which entries are of a kind, person, role, run and step, and which words and digests stand in them. Made from the log
 * in one pass, kept in memory, never part of a facility, and no evidence: what is found is read from the log itself.
 */
export class LogIndex {
  readonly columns: EntryColumns
  readonly #segments: SegmentParts[]
  #open: SegmentBuilder
  #packed: SegmentParts | null = null
  #extending: Promise<void> | null = null

  constructor(columns = new EntryColumns(), segments: readonly SegmentParts[] = []) {
    this.columns = columns
    this.#segments = [...segments]
    this.#open = new SegmentBuilder(columns.size)
  }

  /** Entries that are in it, from the first on. */
  get size(): number {
    return this.columns.size
  }

  get segments(): readonly SegmentParts[] {
    return this.#segments
  }

  /** Takes in what the log has gained. Calls during one share it. */
  extend(record: FacilityRecord): Promise<void> {
    this.#extending ??= this.#read(record).finally(() => {
      this.#extending = null
    })
    return this.#extending
  }

  async #read(record: FacilityRecord): Promise<void> {
    let until = performance.now() + SLICE
    for (const { bytes } of record.store.records(this.size, record.store.size)) {
      this.#take(bytes, record.state)
      if (performance.now() < until) continue
      await setImmediate()
      until = performance.now() + SLICE
    }
    if (this.#open.count >= SEALED) this.#seal()
  }

  #take(bytes: Uint8Array, state: FacilityState): void {
    const terms = new TermCollector()
    const entry = readLoosely(bytes)
    this.#packed = null
    if (entry === null) {
      this.columns.add({ kind: UNREADABLE, actor: null, role: null, run: null, step: null }, '1970-01-01')
    } else {
      const { kind, actor, role, run, step } = entry
      this.columns.add({ kind, actor, role, run, step }, entry.time)
      terms.data([kind, actor, role, run, step, entry.data, entry.blobs])
      terms.text(wordsOf(entry, state))
    }
    this.#open.add(terms)
    if (this.#open.count === SEGMENT) this.#seal()
  }

  /** Packs what is not packed yet, so that all of it can be kept. */
  seal(): this {
    if (this.#open.count > 0) this.#seal()
    return this
  }

  #seal(): void {
    this.#segments.push(this.#open.finish())
    this.#packed = null
    this.#open = new SegmentBuilder(this.size)
  }

  /** One byte for each entry: 1 where one of the terms stands. */
  mark(anyOf: readonly Wanted[]): Uint8Array {
    const found = new Uint8Array(this.size)
    this.#packed ??= this.#open.finish()
    for (const segment of [...this.#segments, this.#packed])
      for (const wanted of anyOf) markTerm(segment, wanted, found)
    return found
  }
}

const decoder = new TextDecoder()

/** What is damaged is listed too; whether it is good is not asked here. */
function readLoosely(bytes: Uint8Array): LogEntry | null {
  try {
    const value = JSON.parse(decoder.decode(bytes)) as LogEntry
    const isEntry =
      typeof value.kind === 'string' && typeof value.data === 'object' && !Number.isNaN(Date.parse(value.time))
    return isEntry ? value : null
  } catch {
    return null
  }
}

function wordsOf(entry: LogEntry, state: FacilityState): string {
  try {
    const { strong, text, label } = sentenceOf(entry, state)
    return `${strong} ${text} ${label}`
  } catch {
    // Written by somebody else, or not what its kind says: it is found by its values.
    return ''
  }
}
