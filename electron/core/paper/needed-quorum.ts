import type { FacilityState } from '../../../shared/facility/state.ts'
import type { ApprovalAction, Policy, Quorum } from '../../../shared/people/policy.ts'
import type { Definition } from '../../../shared/procedure/definition.ts'
import { stepsOf } from '../../../shared/procedure/definition.ts'
import type { RunState, StepState } from '../../../shared/procedure/run-state.ts'
import { REFERENCE } from '../../../shared/procedure/step-fields.ts'
import type { Step, StepOf } from '../../../shared/procedure/step-kinds.ts'
import { larger, quorumOf } from '../procedure/quorum-of.ts'

/** Whose approval a step of a plan will need, as far as the script tells. Null without a policy, and for other steps. */
export function plannedQuorum(definition: Definition, step: Step, policy: Policy | null): Quorum | null {
  if (step.kind !== 'approve' || policy === null) return null
  return actionsOver(definition, step).reduce(
    (quorum, action) => larger(quorum, policy.quorums[action]),
    policy.quorums[step.action],
  )
}

/** The same in a run: as it was judged, once there is something to approve. */
export function neededQuorum(
  state: FacilityState,
  run: RunState,
  step: StepState,
  policy: Policy | null,
): Quorum | null {
  const isReached = step.status === 'done' || step.approvals.length > 0
  if (step.step.kind !== 'approve' || policy === null) return null
  return isReached ? quorumOf({ ...state, policy }, run, step) : plannedQuorum(run.plan.definition, step.step, policy)
}

/** What the items will be by themselves, whatever the step calls it: the rules of `quorumOf`, before there are items. */
function actionsOver(definition: Definition, { over }: StepOf<'approve'>): ApprovalAction[] {
  const steps = stepsOf(definition)
  return over.flatMap((reference): ApprovalAction[] => {
    const id = REFERENCE.exec(reference)?.groups?.['step']
    const target = steps.find((one) => one.id === id)
    switch (target?.kind) {
      case 'preview-certificate':
        return target.issuer === 'self' ? ['sign-root'] : []
      case 'enrol-person':
      case 'remove-person':
      case 'set-roles':
      case 'move-credential':
        return ['change-people']
      case 'register-token':
      case 'import-policy':
      case 'register-receiver':
      case 'remove-receiver':
        return ['change-policy']
      case 'prepare-backup':
        return ['back-up-key']
      case 'prepare-restore':
        return ['restore-key']
      case 'prepare-destruction':
        return ['destroy-key']
      case 'distrust':
        return ['distrust']
      case 'freeze':
        return target.order === 'release' ? ['distrust'] : ['sign-handoff']
      case 'revoke':
        return ['sign-crl']
      case 'prepare-reissue':
        return ['sign-certificate']
      default:
        return []
    }
  })
}
