import { fail } from '../../../shared/failure.ts'
import type { RunState, StepState } from '../../../shared/procedure/run-state.ts'
import { REFERENCE } from '../../../shared/procedure/step-fields.ts'
import { OUTPUT_OF } from '../../../shared/procedure/step-kinds.ts'

/** The step that a reference names. Throws log-inconsistent for one without an output. */
export function referredStep(run: RunState, reference: string): StepState {
  const id = REFERENCE.exec(reference)?.groups?.['step']
  const found = run.steps.find((state) => state.step.id === id)
  if (found !== undefined && OUTPUT_OF[found.step.kind] !== null) return found
  throw fail('log-inconsistent', `"${reference}" names no step with an output.`)
}
