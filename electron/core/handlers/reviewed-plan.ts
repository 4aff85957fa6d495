import { fail } from '../../../shared/failure.ts'
import type { FacilityState } from '../../../shared/facility/state.ts'
import { planDigest, type Plan } from '../../../shared/procedure/plan.ts'
import { checkAgainstFacility } from '../procedure/check-facility.ts'

/** The plan that is started is the one that was on the screen. Throws plan-mismatch. */
export function assertReviewed(plan: Plan, reviewed: string): void {
  if (planDigest(plan) === reviewed) return
  throw fail('plan-mismatch', 'This plan is not the one that was shown: its digest differs. Nothing was started.', {
    remedy: 'Check the plan again, compare its words, then start.',
  })
}

/** Throws plan-invalid for what only a facility can tell. */
export function assertFits(state: FacilityState, plan: Plan): void {
  const [problem] = checkAgainstFacility(plan.definition, plan.inputs, state)
  if (problem !== undefined)
    throw fail('plan-invalid', `The plan does not fit this facility: ${problem.message}.`, {
      remedy: 'Correct the plan.',
    })
}
