import { setImmediate } from 'node:timers/promises'
import type { LogFilter } from '../../../shared/ipc/contract/log.ts'
import type { LogEntry } from '../../../shared/ledger/entries.ts'
import { parseEnvelope } from '../../../shared/ledger/envelope.ts'
import type { RunState } from '../../../shared/procedure/run-state.ts'
import type { FacilityRecord } from '../facility/record.ts'
import { toLogEntry } from '../facility/entry-draft.ts'
import { sentenceOf } from '../log/sentence.ts'

/** A heading over the entries that follow it: an act of a run, a run before its first act, or what belongs to no run. */
export interface Group {
  readonly run: string | null
  readonly act: number | null
}

/** What stands in one row; a checkpoint is named by the number of entries it covers. */
export type Place =
  | { readonly kind: 'entry'; readonly index: number }
  | { readonly kind: 'checkpoint'; readonly size: number }
  | { readonly kind: 'group'; readonly group: Group }

/** Entries between two moments at which other work of the process may go on. */
const BREATH = 500

/**
 * Where the entries that match a filter stand as rows: headings before them, checkpoints after them. Made once and
 * extended as the log grows: rows are only ever added behind the last one.
 */
export class LogPlaces {
  readonly #facility: FacilityRecord
  readonly #filter: LogFilter
  /** One number a row: an entry's index; a checkpoint or a heading as -1 minus its place in `#marks`. */
  readonly #rows: number[] = []
  readonly #marks: Exclude<Place, { kind: 'entry' }>[] = []
  #entries = 0
  #scanned = 0
  #group: Group | null = null
  #extending: Promise<void> | null = null

  constructor(facility: FacilityRecord, filter: LogFilter) {
    this.#facility = facility
    this.#filter = filter
  }

  get rowCount(): number {
    return this.#rows.length
  }

  /** Entries that match. */
  get entryCount(): number {
    return this.#entries
  }

  at(row: number): Place | undefined {
    const code = this.#rows[row]
    if (code === undefined) return undefined
    return code >= 0 ? { kind: 'entry', index: code } : this.#marks[-1 - code]
  }

  /** The row of an entry; null when the filter leaves it out. */
  rowOf(index: number): number | null {
    const row = this.#rows.indexOf(index)
    return row === -1 ? null : row
  }

  /** Takes in what the log has gained. Calls during one share it. */
  extend(): Promise<void> {
    this.#extending ??= this.#scan().finally(() => {
      this.#extending = null
    })
    return this.#extending
  }

  async #scan(): Promise<void> {
    const { store } = this.#facility
    const checkpoints = new Set(store.checkpoints().map(({ size }) => size))
    const last = this.#rows.at(-1)
    // A checkpoint that was made over what is scanned already.
    if (last === this.#scanned - 1 && checkpoints.has(this.#scanned))
      this.#mark({ kind: 'checkpoint', size: this.#scanned })
    let sinceBreath = 0
    for (const { bytes } of store.read(this.#scanned, store.size)) {
      const entry = toLogEntry(parseEnvelope(bytes))
      if (matches(this.#facility, entry, bytes, this.#filter)) this.#place(entry, checkpoints)
      this.#scanned = entry.index + 1
      if (++sinceBreath % BREATH === 0) await setImmediate()
    }
  }

  #place(entry: LogEntry, checkpoints: ReadonlySet<number>): void {
    const group = groupOf(entry, this.#facility.state.runs.get(entry.run ?? ''), this.#group)
    if (group !== this.#group) this.#mark({ kind: 'group', group })
    this.#group = group
    this.#rows.push(entry.index)
    this.#entries++
    if (checkpoints.has(entry.index + 1)) this.#mark({ kind: 'checkpoint', size: entry.index + 1 })
  }

  #mark(place: Exclude<Place, { kind: 'entry' }>): void {
    this.#marks.push(place)
    this.#rows.push(-this.#marks.length)
  }
}

/** An entry of a run that belongs to no act stays under the heading of the run or of the act before it. */
function groupOf(entry: LogEntry, run: RunState | undefined, current: Group | null): Group {
  const act = run?.steps.find(({ step }) => step.id === entry.step)?.act ?? null
  if (current !== null && current.run === entry.run && (act === null || act === current.act)) return current
  return { run: entry.run, act }
}

const decoder = new TextDecoder()

/** Text is looked for in the sentence and in the exact bytes, so that a serial or a digest is found too. */
function matches(facility: FacilityRecord, entry: LogEntry, bytes: Uint8Array, filter: LogFilter): boolean {
  const { text, run, person, kind } = filter
  if (run !== undefined && entry.run !== run) return false
  if (person !== undefined && entry.actor !== person) return false
  if (kind !== undefined && entry.kind !== kind) return false
  const wanted = text?.trim().toLowerCase() ?? ''
  if (wanted === '') return true
  const sentence = sentenceOf(entry, facility.state)
  if (`${sentence.strong} ${sentence.text} ${sentence.label}`.toLowerCase().includes(wanted)) return true
  return decoder.decode(bytes).toLowerCase().includes(wanted.replace(/\s+/g, ''))
}
