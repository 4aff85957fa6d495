import { fail } from '../../../shared/failure.ts'
import type { FacilityState } from '../../../shared/facility/state.ts'
import type { Role } from '../../../shared/ids.ts'
import type { Quorum } from '../../../shared/people/policy.ts'
import type { RunState, StepState } from '../../../shared/procedure/run-state.ts'
import { signingItems } from './signing-items.ts'

/**
 * Whose approval an approve step needs: what the policy says of its action; and of "sign-root" too, where a self-signed
 * certificate is among its items, so that no ceremony can ask for less by calling it something else.
 */
export function quorumOf(state: FacilityState, run: RunState, { step }: StepState): Quorum {
  if (state.policy === null) throw fail('log-inconsistent', 'The facility has no policy.')
  if (step.kind !== 'approve') throw fail('step-not-ready', 'This step is not an approval.')
  const { quorums } = state.policy
  const quorum = quorums[step.action]
  return signingItems(run, step).some((item) => isRoot(run, item.tbs)) ? larger(quorum, quorums['sign-root']) : quorum
}

function isRoot(run: RunState, tbs: string): boolean {
  return run.steps.some(({ step, output }) => {
    if (step.kind !== 'preview-certificate' || output === null) return false
    const preview = output as { item: { tbs: string; key: string }; subjectKey: string }
    return preview.item.tbs === tbs && preview.item.key === preview.subjectKey
  })
}

function larger(one: Quorum, other: Quorum): Quorum {
  const counts = new Map<Role, number>()
  for (const { role, count } of [...one, ...other]) counts.set(role, Math.max(count, counts.get(role) ?? 0))
  return [...counts].map(([role, count]) => ({ role, count })) as Quorum
}
