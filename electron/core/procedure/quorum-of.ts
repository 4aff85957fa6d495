import { fail } from '../../../shared/failure.ts'
import type { FacilityState } from '../../../shared/facility/state.ts'
import type { Role } from '../../../shared/ids.ts'
import { actionOfOrder } from '../../../shared/handoff/order.ts'
import { actionOfKeyAct } from '../../../shared/keys/key-act.ts'
import { actionOfChange } from '../../../shared/people/change.ts'
import type { ApprovalAction, Quorum } from '../../../shared/people/policy.ts'
import { profile } from '../../../shared/pki/profile.ts'
import type { CertificatePreview } from '../../../shared/procedure/outputs.ts'
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

/** What an item is by itself: a self-signed certificate, a change of what people agreed on, or an act on a key. */
function actionsOf(run: RunState, tbs: string): ApprovalAction[] {
  const wanted = run.steps.flatMap(({ output }): ApprovalAction[] => {
    if (output === null || !('item' in output) || output.item.tbs !== tbs) return []
    if ('change' in output) return [actionOfChange(output.change)]
    if ('order' in output) return [actionOfOrder(output.order)]
    if ('revocations' in output) return ['sign-crl']
    if ('reissue' in output) return ['sign-certificate']
    return 'act' in output ? [actionOfKeyAct(output.act)] : []
  })
  return isRoot(run, tbs) ? ['sign-root', ...wanted] : wanted
}

function isRoot(run: RunState, tbs: string): boolean {
  return run.steps.some(({ step, output }) => {
    if (step.kind !== 'preview-certificate' || output === null) return false
    const preview = output as CertificatePreview
    const isSelfSigned = preview.item.key === preview.subjectKey
    return preview.item.tbs === tbs && isSelfSigned && !isNoCa(run, preview.profile)
  })
}

/** Only where the plan says so: a hand-off signer is self-signed too, and is no root. */
function isNoCa(run: RunState, name: string): boolean {
  const parsed = profile.safeParse(run.plan.profiles[name])
  return parsed.success && !parsed.data.basicConstraints.ca
}

/** Role by role the larger count of two quorums. */
export function larger(one: Quorum, other: Quorum): Quorum {
  const counts = new Map<Role, number>()
  for (const { role, count } of [...one, ...other]) counts.set(role, Math.max(count, counts.get(role) ?? 0))
  return [...counts].map(([role, count]) => ({ role, count })) as Quorum
}
