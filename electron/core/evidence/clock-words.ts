import { hostname } from 'node:os'
import type { FacilityState } from '../../../shared/facility/state.ts'
import { outputOf } from '../../../shared/procedure/run-state.ts'
import type { StepOutput } from '../../../shared/procedure/outputs.ts'

export interface LastClockCheck {
  readonly run: string
  readonly at: string
  readonly check: StepOutput<'check-clock'>
}

/** The last time that people compared the clock with references; null: never. */
export function lastClockCheck({ runs }: FacilityState): LastClockCheck | null {
  const checks = [...runs.values()].flatMap((run) =>
    run.steps.flatMap(({ step, status, doneAt }) =>
      step.kind === 'check-clock' && status === 'done' && doneAt !== null
        ? [{ run: run.id, at: doneAt, check: outputOf(run, step.id, 'check-clock') }]
        : [],
    ),
  )
  return checks.toSorted((a, b) => (a.at < b.at ? -1 : 1)).at(-1) ?? null
}

/** Which clock stands behind the times of a collection, and what is known of it. */
export function clockWords(state: FacilityState): string {
  const last = lastClockCheck(state)
  const clock = `the clock of the console ${hostname()}, UTC`
  if (last === null) return `${clock}; never compared with a reference in this log`
  const compared = last.check.references.map(
    ({ reference, offsetSeconds }) => `${offsetSeconds < 0 ? '' : '+'}${String(offsetSeconds)} s to ${reference}`,
  )
  return `${clock}; compared at ${last.at} in ${last.run}: ${compared.join(', ')}`
}
