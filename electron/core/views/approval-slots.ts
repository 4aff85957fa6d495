import type { z } from '../../../shared/zod.ts'
import type { Role } from '../../../shared/ids.ts'
import { OperationError } from '../../../shared/failure.ts'
import type { approvalSlots } from '../../../shared/ipc/contract/steps.ts'
import type { EnrolledPerson } from '../../../shared/people/person.ts'
import type { RunState, StepState } from '../../../shared/procedure/run-state.ts'
import type { Facility } from '../facility/facility.ts'
import { findPerson } from '../people/find-person.ts'
import { assertMayApprove, judgeApprovals } from '../procedure/approvals.ts'
import { quorumOf } from '../procedure/quorum-of.ts'
import { judgeReconciliation, type Reconciliation } from '../procedure/reconcile.ts'
import { viewPerson } from './pieces.ts'

export type ApprovalSlots = z.infer<typeof approvalSlots>

/** Who approved, who still may, and who may not with the reason: by the very rules that the engine applies. */
export function viewApprovalSlots(facility: Facility, run: RunState, step: StepState): ApprovalSlots {
  const { state } = facility
  const verdict = judgeApprovals(state, run, step)
  const given = step.approvals.map(({ statement, time, index, via }) => ({
    person: viewPerson(findPerson(state, statement.person)),
    role: statement.role,
    time,
    entry: index,
    elsewhere: via !== 'room',
  }))
  const approved = new Set(step.approvals.map(({ statement }) => statement.person))
  const rest = presentPeople(facility, run).filter((person) => !approved.has(person.id))
  const judged = rest.map((person) => ({
    person,
    reason: reasonAgainst(() => {
      assertMayApprove(state, run, step, person)
    }),
  }))
  return {
    needed: verdict.needed,
    quorum: quorumOf(state, run, step),
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
  const quorum = policy.quorums.reconcile
  const signed = reconciliation?.signed ?? []
  const decided = new Set(signed.map(({ statement }) => statement.person))
  const rest = presentPeople(facility, run).filter((person) => !decided.has(person.id))
  const roleOf = (id: string): Role | null => run.present.find((seat) => seat.person === id)?.role ?? null
  const seated = (person: EnrolledPerson): boolean => quorum.some(({ role }) => role === roleOf(person.id))
  const verdict = judgeReconciliation(state, run, signed)
  return {
    needed: verdict.needed,
    quorum,
    given: signed.map(({ statement }) => ({
      person: viewPerson(findPerson(state, statement.person)),
      role: roleOf(statement.person) ?? quorum[0]?.role ?? 'officer',
      time: statement.time,
      entry: statement.intent,
      elsewhere: false,
    })),
    candidates: rest.filter(seated).map(viewPerson),
    excluded: rest
      .filter((person) => !seated(person))
      .map((person) => ({
        person: viewPerson(person),
        reason: `not here as ${quorum.map(({ role }) => role).join(' or ')}`,
      })),
    missing: verdict.missing,
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
