import type { StepOutput } from '../../../../shared/procedure/outputs.ts'
import type { StepContext } from '../step-context.ts'

/** Somebody read something aloud, and it was so. What does not hold is an exception or an abort, not a confirmation. */
export function confirm({ step }: StepContext<'confirm'>): StepOutput<'confirm'> {
  return { statement: step.statement }
}
