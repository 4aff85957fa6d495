import type { LogFilter } from '../../../shared/ipc/contract/log.ts'
import type { FacilityRecord } from '../facility/record.ts'
import { LogPlaces } from '../views/log-places.ts'
import { readIndex, writeIndex } from './index-file.ts'
import { LogIndex } from './log-index.ts'
import { search } from './search.ts'

/** A shorter log is read before the first answer; a longer one is read while people look at it, and its index is kept. */
export const LONG = 20_000
/** The filters looked at last, with where their rows stand. */
const KEPT = 4

interface Answer {
  readonly places: LogPlaces
  /** Entries that were looked at. */
  readonly searched: number
}

interface Kept extends Answer {
  /** Of which state of log and index, and when (monotonic, milliseconds). */
  readonly of: string
  readonly at: number
}

/** While a long log is read for the first time, what was found so far is found anew after so many milliseconds. */
const AGAIN = 2_000

/** The same for filters that ask for the same. */
function keyOf(filter: LogFilter): string {
  const asked = Object.entries(filter).filter(([, value]) => value !== undefined)
  return JSON.stringify(asked.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

const known = new WeakMap<FacilityRecord, Explorer>()

/** Finds entries of one open log. */
export class Explorer {
  readonly #record: FacilityRecord
  readonly #index: LogIndex
  readonly #answers = new Map<string, Kept>()
  #kept: number

  private constructor(record: FacilityRecord) {
    this.#record = record
    this.#index = record.store.size < LONG ? new LogIndex() : readIndex(record)
    this.#kept = this.#index.size
  }

  static of(record: FacilityRecord): Explorer {
    const explorer = known.get(record) ?? new Explorer(record)
    known.set(record, explorer)
    return explorer
  }

  /** Where the rows of a filter stand, in what was read so far. */
  async places(filter: LogFilter): Promise<Answer> {
    await this.#read()
    const { store, state } = this.#record
    const of = `${String(this.#index.size)} ${String(store.size)} ${String(store.checkpointCount)}`
    const key = keyOf(filter)
    const before = this.#answers.get(key)
    this.#answers.delete(key)
    const isGood = before !== undefined && (before.of === of || this.#isFresh(before))
    const answer = isGood
      ? before
      : { of, at: performance.now(), searched: this.#index.size, places: this.#find(filter, state) }
    this.#answers.set(key, answer)
    for (const oldest of this.#answers.keys()) {
      if (this.#answers.size <= KEPT) break
      this.#answers.delete(oldest)
    }
    return answer
  }

  /** Every kind that entries have, as far as the log was read. */
  async kinds(): Promise<readonly string[]> {
    await this.#read()
    return this.#index.columns.names.kind.list
  }

  /** All of the index, however long that takes. */
  async complete(): Promise<LogIndex> {
    await this.#extend()
    return this.#index
  }

  #isFresh({ at }: Kept): boolean {
    return this.#record.store.size - this.#index.size >= LONG && performance.now() - at < AGAIN
  }

  #find(filter: LogFilter, state: FacilityRecord['state']): LogPlaces {
    const { store } = this.#record
    const found = search(this.#index, filter, state)
    return LogPlaces.of(this.#index, found, { size: store.size, checkpoints: store.checkpointSizes(), state })
  }

  async #read(): Promise<void> {
    const { size } = this.#record.store
    if (this.#index.size === size) return
    const extended = this.#extend()
    if (size - this.#index.size < LONG) await extended
    // A copy may be closed meanwhile.
    else extended.catch(() => undefined)
  }

  async #extend(): Promise<void> {
    await this.#index.extend(this.#record)
    if (this.#index.size - this.#kept < LONG) return
    this.#kept = this.#index.size
    writeIndex(this.#index.seal(), this.#record)
  }
}
