import type { z } from '../../../shared/zod.ts'
import { OperationError } from '../../../shared/failure.ts'
import type { approvalSlots } from '../../../shared/ipc/contract/steps.ts'
import type { EnrolledPerson } from '../../../shared/people/person.ts'
import type { ApprovalAction } from '../../../shared/people/policy.ts'
import type { RunState, StepState } from '../../../shared/procedure/run.ts'
import type { Facility } from '../facility/facility.ts'
import { assertMayApprove, findPerson, judgeApprovals } from '../procedure/approvals.ts'
import type { Reconciliation } from '../procedure/reconcile.ts'
import { viewPerson } from './pieces.ts'

export type ApprovalSlots = z.infer<typeof approvalSlots>

/** Who approved, who still may, and who may not with the reason: by the very rules that the engine applies. */
export function viewApprovalSlots(
  facility: Facility,
  run: RunState,
  step: StepState,
  action: ApprovalAction,
): ApprovalSlots {
  const { state } = facility
  const quorum = facility.policy.quorums[action]
  const verdict = judgeApprovals(state, run, step, action)
  const given = step.approvals.map(({ statement, time, index }) => ({
    person: viewPerson(findPerson(state, statement.person)),
    time,
    entry: index,
  }))
  const approved = new Set(step.approvals.map(({ statement }) => statement.person))
  const rest = presentPeople(facility, run).filter((person) => !approved.has(person.id))
  const judged = rest.map((person) => ({
    person,
    reason: reasonAgainst(() => {
      assertMayApprove(state, run, step, action, person)
    }),
  }))
  return {
    needed: quorum.count,
    role: quorum.role,
    given,
    candidates: judged.flatMap(({ person, reason }) => (reason === null ? [viewPerson(person)] : [])),
    excluded: judged.flatMap(({ person, reason }) => (reason === null ? [] : [{ person: viewPerson(person), reason }])),
    missing: verdict.missing,
  }
}

/** The same for the decision about an unknown outcome. */
export function viewReconcileSlots(
  facility: Facility,
  run: RunState,
  reconciliation: Reconciliation | null,
): ApprovalSlots {
  const { state, policy } = facility
  const { role, count } = policy.quorums.reconcile
  const signed = reconciliation?.signed ?? []
  const decided = new Set(signed.map(({ statement }) => statement.person))
  const rest = presentPeople(facility, run).filter((person) => !decided.has(person.id))
  const seated = (person: EnrolledPerson): boolean =>
    run.present.some((seat) => seat.person === person.id && seat.role === role)
  return {
    needed: count,
    role,
    given: signed.map(({ statement }) => ({
      person: viewPerson(findPerson(state, statement.person)),
      time: statement.time,
      entry: statement.intent,
    })),
    candidates: rest.filter(seated).map(viewPerson),
    excluded: rest
      .filter((person) => !seated(person))
      .map((person) => ({ person: viewPerson(person), reason: `not here as ${role}` })),
    missing:
      signed.length < count
        ? `${String(count - signed.length)} more ${role}${count - signed.length === 1 ? '' : 's'}`
        : null,
  }
}

function presentPeople(facility: Facility, run: RunState): EnrolledPerson[] {
  return run.present.map((seat) => findPerson(facility.state, seat.person))
}

function reasonAgainst(assert: () => void): string | null {
  try {
    assert()
    return null
  } catch (error) {
    if (error instanceof OperationError) return shortReason(error)
    throw error
  }
}

function shortReason({ failure }: OperationError): string {
  if (failure.code === 'starter-sole-approver') return 'started it'
  if (failure.code === 'role-not-allowed') return 'not here in this role'
  return failure.message
}
