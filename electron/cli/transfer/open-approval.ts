import { fail } from '../../../shared/failure.ts'
import { openRuns } from '../../../shared/facility/open-runs.ts'
import type { FacilityState } from '../../../shared/facility/state.ts'
import { currentStep } from '../../../shared/procedure/run-state.ts'

/** The approval that the open run of a facility waits for. Throws run-not-open, step-not-ready. */
export function openApproval(state: FacilityState): { readonly run: string; readonly step: string } {
  const open = openRuns(state)
  const run = open.find((one) => currentStep(one)?.step.kind === 'approve') ?? open[0]
  if (run === undefined) throw fail('run-not-open', 'No run is open in this facility.')
  const step = currentStep(run)
  if (step?.step.kind === 'approve') return { run: run.id, step: step.step.id }
  throw fail('step-not-ready', `${run.id} waits for no approval: its current step is "${step?.step.title ?? 'none'}".`)
}
