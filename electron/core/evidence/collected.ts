import { fail } from '../../../shared/failure.ts'
import type { StepOutput } from '../../../shared/procedure/outputs.ts'
import { outputOf, type RunState } from '../../../shared/procedure/run-state.ts'
import type { StepOf } from '../../../shared/procedure/step-kinds.ts'
import { referredStep } from '../procedure/referred-step.ts'

export interface Collected {
  readonly title: string
  readonly output: StepOutput<'collect-evidence'>
}

/** The collections that a step seals, in its order; those of branches that were not taken are not among them. */
export function collectedFor(run: RunState, { collections }: StepOf<'seal-evidence'>): Collected[] {
  return collections.flatMap((reference) => {
    const { step, status } = referredStep(run, reference)
    return status === 'done' ? [{ title: step.title, output: outputOf(run, step.id, 'collect-evidence') }] : []
  })
}

/** The same, where there has to be one. Throws step-not-ready. */
export function collectedToSeal(run: RunState, step: StepOf<'seal-evidence'>): Collected[] {
  const collected = collectedFor(run, step)
  if (collected.length > 0) return collected
  throw fail('step-not-ready', 'Nothing was collected that this step could seal.')
}
