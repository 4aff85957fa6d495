import { fail } from '../../../shared/failure.ts'
import type { FacilityState, SignedHandoff } from '../../../shared/facility/state.ts'
import { resolveValue } from '../../../shared/procedure/plan.ts'
import { outputOf, type RunState } from '../../../shared/procedure/run-state.ts'
import type { StepOf } from '../../../shared/procedure/step-kinds.ts'
import { referredStep } from './referred-step.ts'

/** For which domain a step waits for a receipt. */
export function awaitedDomain(run: RunState, step: StepOf<'await-receipt'>): string {
  if (step.domain !== undefined) return resolveValue(run.plan, step.domain)
  return outputOf(run, referredStep(run, step.handoff ?? '').step.id, 'build-handoff').domain
}

/** The hand-off whose receipt a step waits for: that of this run, or the last one that left for the domain. Null before there is one. */
export function awaitedHandoff(
  state: FacilityState,
  run: RunState,
  step: StepOf<'await-receipt'>,
): SignedHandoff | null {
  const left = state.handoffs.filter(({ exported }) => exported !== null)
  if (step.handoff === undefined) {
    const domain = awaitedDomain(run, step)
    return left.findLast(({ draft }) => draft.domain === domain) ?? null
  }
  const { manifest } = outputOf(run, referredStep(run, step.handoff).step.id, 'build-handoff')
  return left.find(({ draft }) => draft.manifest === manifest) ?? null
}

/** Throws step-not-ready while nothing left that could be answered. */
export function assertAwaited(state: FacilityState, run: RunState, step: StepOf<'await-receipt'>): SignedHandoff {
  const found = awaitedHandoff(state, run, step)
  if (found !== null) return found
  throw fail('step-not-ready', `No hand-off has left for ${awaitedDomain(run, step)}, so nothing can come back yet.`, {
    remedy: 'Sign and export a hand-off first.',
  })
}
