import { fail } from '../../../shared/failure.ts'
import type { FacilityState } from '../../../shared/facility/state.ts'
import type { Role } from '../../../shared/ids.ts'
import { actionOfChange } from '../../../shared/people/change.ts'
import type { ApprovalAction, Quorum } from '../../../shared/people/policy.ts'
import type { RunState, StepState } from '../../../shared/procedure/run-state.ts'
import { signingItems } from './signing-items.ts'

/**
 * Whose approval an approve step needs: what the policy says of its action, and of what its items are by themselves ("sign-root"
 * for a self-signed certificate), so that no ceremony can ask for less by calling it something else.
 */
export function quorumOf(state: FacilityState, run: RunState, { step }: StepState): Quorum {
  if (state.policy === null) throw fail('log-inconsistent', 'The facility has no policy.')
  if (step.kind !== 'approve') throw fail('step-not-ready', 'This step is not an approval.')
  const { quorums } = state.policy
  return signingItems(run, step)
    .flatMap(({ tbs }) => actionsOf(run, tbs))
    .reduce((quorum, action) => larger(quorum, quorums[action]), quorums[step.action])
}

/** What an item is by itself: a self-signed certificate, or a change of what people agreed on. */
function actionsOf(run: RunState, tbs: string): ApprovalAction[] {
  const proposed = run.steps.flatMap(({ output }) => (output !== null && 'change' in output ? [output] : []))
  const changes = proposed.filter(({ item }) => item.tbs === tbs).map(({ change }) => actionOfChange(change))
  return isRoot(run, tbs) ? ['sign-root', ...changes] : changes
}

function isRoot(run: RunState, tbs: string): boolean {
  return run.steps.some(({ step, output }) => {
    if (step.kind !== 'preview-certificate' || output === null) return false
    const preview = output as { item: { tbs: string; key: string }; subjectKey: string }
    return preview.item.tbs === tbs && preview.item.key === preview.subjectKey
  })
}

/** Role by role the larger count of two quorums. */
export function larger(one: Quorum, other: Quorum): Quorum {
  const counts = new Map<Role, number>()
  for (const { role, count } of [...one, ...other]) counts.set(role, Math.max(count, counts.get(role) ?? 0))
  return [...counts].map(([role, count]) => ({ role, count })) as Quorum
}
