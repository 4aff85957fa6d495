import type { FacilityState } from '../../../shared/facility/state.ts'
import type { LogEntry } from '../../../shared/ledger/entries.ts'
import type { StepOutput } from '../../../shared/procedure/outputs.ts'
import type { RunState, StepState } from '../../../shared/procedure/run-state.ts'

/** Outputs that are kept to be shared: those of one ceremony that is held again and again, not everything that was ever unique. */
const KEPT = 4_096
const LONGEST = 4_096
const EMPTY: never[] = []
Object.freeze(EMPTY)

const LISTS = [
  'intents',
  'approvals',
  'refusals',
  'dealt',
  'decisions',
  'signOffs',
] as const satisfies (keyof StepState)[]

/**
 * A run that ended does not change any more. What it says in the same words as one before it becomes the same object: of a
 * thousand inspections of one vault, the memory holds one and what was different.
 */
export class SettledRuns {
  readonly #outputs = new Map<string, StepOutput>()

  /** After this entry was applied. */
  after({ kind, run: id }: Pick<LogEntry, 'kind' | 'run'>, { runs }: FacilityState): void {
    const run = kind === 'run-closed' || kind === 'run-aborted' ? runs.get(id ?? '') : undefined
    if (run !== undefined) this.#settle(run)
  }

  #settle(run: RunState): void {
    for (const step of run.steps) {
      if (step.output !== null) step.output = this.#shared(step.output)
      for (const name of LISTS) if (step[name].length === 0) Object.assign(step, { [name]: EMPTY })
    }
  }

  #shared(output: StepOutput): StepOutput {
    const text = JSON.stringify(output)
    const known = this.#outputs.get(text)
    if (known !== undefined) return known
    if (text.length <= LONGEST && this.#outputs.size < KEPT) this.#outputs.set(text, output)
    return output
  }
}
