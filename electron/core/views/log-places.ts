import type { FacilityState } from '../../../shared/facility/state.ts'
import type { LogIndex } from '../explorer/log-index.ts'

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

/** Where the entries that match stand as rows: headings before them, checkpoints after them. Of a log as it was at one moment. */
export class LogPlaces {
  /** One number a row: an entry's index; a checkpoint or a heading as -1 minus its place in `#marks`. */
  readonly #rows: Int32Array
  readonly #marks: readonly Exclude<Place, { kind: 'entry' }>[]
  /** Entries that match. */
  readonly entryCount: number

  private constructor(rows: Int32Array, marks: readonly Exclude<Place, { kind: 'entry' }>[]) {
    this.#rows = rows
    this.#marks = marks
    this.entryCount = rows.length - marks.length
  }

  /** `found` as `search` gives it. Entries that are not in the index yet stand at the end, without headings, when all are asked for. */
  static of(
    index: LogIndex,
    found: Uint8Array | null,
    log: { readonly size: number; readonly checkpoints: readonly number[]; readonly state: FacilityState },
  ): LogPlaces {
    const end = found === null ? log.size : index.size
    const rows: number[] = []
    const marks: Exclude<Place, { kind: 'entry' }>[] = []
    const mark = (place: Exclude<Place, { kind: 'entry' }>): void => {
      marks.push(place)
      rows.push(-marks.length)
    }
    const groups = new Groups(index, log.state)
    let next = 0
    for (let entry = 0; entry < end; entry++) {
      if (found?.[entry] === 0) continue
      const group = entry < index.size ? groups.before(entry) : null
      if (group !== null) mark({ kind: 'group', group })
      rows.push(entry)
      while ((log.checkpoints[next] ?? Number.POSITIVE_INFINITY) < entry + 1) next++
      if (log.checkpoints[next] === entry + 1) mark({ kind: 'checkpoint', size: entry + 1 })
    }
    return new LogPlaces(Int32Array.from(rows), marks)
  }

  get rowCount(): number {
    return this.#rows.length
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
}

const NO_ACTS: ReadonlyMap<number, number> = new Map()

/** Which heading stands before an entry, going through the log in its order. */
class Groups {
  readonly #runs: Uint32Array
  readonly #steps: Uint32Array
  readonly #index: LogIndex
  readonly #state: FacilityState
  readonly #acts = new Map<string, ReadonlyMap<number, number>>()
  #latest: { readonly run: number; readonly acts: ReadonlyMap<number, number> } | null = null
  #current: { readonly run: number; readonly act: number | null } | null = null

  constructor(index: LogIndex, state: FacilityState) {
    this.#index = index
    this.#state = state
    this.#runs = index.columns.values('run')
    this.#steps = index.columns.values('step')
  }

  /** Null where the heading before goes on. An entry of a run that belongs to no act stays under the heading of the run or of the act before it. */
  before(entry: number): Group | null {
    const run = this.#runs[entry] ?? 0
    const act = run === 0 ? null : this.#actOf(run, this.#steps[entry] ?? 0)
    const current = this.#current
    if (current?.run === run && (act === null || act === current.act)) return null
    this.#current = { run, act }
    return { run: this.#index.columns.names.run.name(run), act }
  }

  #actOf(run: number, step: number): number | null {
    if (step === 0) return null
    if (this.#latest?.run !== run) this.#latest = { run, acts: this.#actsOf(run) }
    return this.#latest.acts.get(step) ?? null
  }

  /** Acts by the number of the step. Of the plan, which runs of one ceremony share, and not of the run, whose steps may have to be read from a disk. */
  #actsOf(number: number): ReadonlyMap<number, number> {
    const { names } = this.#index.columns
    const run = this.#state.runs.get(names.run.name(number) ?? '')
    if (run === undefined) return NO_ACTS
    const known = this.#acts.get(run.planDigest)
    if (known !== undefined) return known
    const acts = run.plan.definition.acts.flatMap((act, index) =>
      act.steps.map(({ id }) => [names.step.find(id), index] as const),
    )
    const made = new Map(acts)
    this.#acts.set(run.planDigest, made)
    return made
  }
}
