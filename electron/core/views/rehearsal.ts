import { FOUNDING_CEREMONY, isPractice } from '../../../shared/facility/state.ts'
import { isPlaybook } from '../../../shared/procedure/definition.ts'
import { planDigest, type Plan } from '../../../shared/procedure/plan.ts'
import { rehearsalProblem } from '../../../shared/procedure/rehearsal.ts'
import type { Facility } from '../facility/facility.ts'

/** Whether this plan was rehearsed as the policy wants it; null where no rehearsal is wanted. */
export function viewRehearsal({ state, policy, clock }: Facility, plan: Plan): { ok: boolean; words: string } | null {
  const isFree = isPractice(state) || isPlaybook(plan.definition) || plan.definition.ceremony === FOUNDING_CEREMONY
  if (isFree || !policy.rehearsal.required) return null
  const digest = planDigest(plan)
  const problem = rehearsalProblem(state.rehearsals, policy, {
    plan: digest,
    policy: state.policyDigest,
    now: clock.now(),
  })
  if (problem !== null) return { ok: false, words: `It cannot be opened yet: ${problem}.` }
  const last = state.rehearsals.findLast(({ statement }) => statement.plan === digest)?.statement
  const decided = last?.practice.exceptions ?? 0
  const exceptions = decided === 0 ? 'without a deviation' : `with ${String(decided)} decided deviations`
  return { ok: true, words: `Rehearsed on ${last?.practice.closedAt.slice(0, 10) ?? ''} ${exceptions}.` }
}
