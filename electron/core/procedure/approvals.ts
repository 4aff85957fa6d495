import { fail } from '../../../shared/failure.ts'
import type { FacilityState } from '../../../shared/facility/state.ts'
import type { Role } from '../../../shared/ids.ts'
import type { Quorum } from '../../../shared/people/policy.ts'
import { activeRoles, type EnrolledPerson } from '../../../shared/people/person.ts'
import {
  type ApprovalItem,
  approvalStatement,
  type ApprovalStatement,
  type SigningItem,
} from '../../../shared/procedure/approval.ts'
import { wasPresent } from '../../../shared/procedure/attendance.ts'
import { judgeQuorum, type QuorumVerdict, type Voter } from '../../../shared/procedure/quorum.ts'
import type { GivenApproval, RunState, StepState } from '../../../shared/procedure/run-state.ts'
import { digestOf } from '../digest.ts'
import { findPerson } from '../people/find-person.ts'
import { isSignedBy } from '../people/signature.ts'
import { assertInRoom } from './in-room.ts'
import { quorumOf } from './quorum-of.ts'
import { signingItems } from './signing-items.ts'

declare const approved: unique symbol
/** To-be-signed bytes that the quorum approved, byte for byte. Only `approvedBytes` makes them; only they can be signed. */
export interface ApprovedBytes {
  readonly [approved]: true
  readonly item: SigningItem
  readonly bytes: Uint8Array
}

/** An approval or a refusal as it comes in, before anything of it is believed. */
export interface GivenAnswer {
  readonly statement: unknown
  readonly signature: string
  readonly via: GivenApproval['via']
}

/** What an approver is about to sign for this step. */
export function draftApproval(
  state: FacilityState,
  run: RunState,
  step: StepState,
  items: readonly ApprovalItem[],
  by: { readonly person: EnrolledPerson; readonly credential: string },
  time: string,
): ApprovalStatement {
  return {
    type: 'conclave-approval/v1',
    facility: state.founded.origin,
    run: run.id,
    step: step.step.id,
    plan: run.planDigest,
    policy: state.policyDigest,
    items: [...items],
    role: roleIn(state, run, step, by.person),
    person: by.person.id,
    credential: by.credential,
    time,
  }
}

/**
 * Every rule an approval must meet before it is written into the log, whoever made it and wherever (design §1.1).
 * Throws approval-signature-invalid, approval-from-other-run, approval-for-other-bytes, role-not-allowed,
 * person-not-present, already-approved.
 */
export function assertApproval(
  state: FacilityState,
  run: RunState,
  step: StepState,
  items: readonly ApprovalItem[],
  given: GivenAnswer,
): ApprovalStatement {
  const parsed = approvalStatement.safeParse(given.statement)
  if (!parsed.success) throw fail('approval-signature-invalid', 'This is not an approval statement of a known form.')
  const statement = parsed.data
  const person = findPerson(state, statement.person)
  assertContext(state, run, step, statement)
  assertItems(items, statement)
  if (!isSignedBy(person, statement, given.signature)) {
    throw fail(
      'approval-signature-invalid',
      `The signature of ${person.name} under this approval is not valid. Nothing was recorded.`,
    )
  }
  assertMayApprove(state, run, step, person, given.via)
  if (statement.role !== roleIn(state, run, step, person)) {
    throw fail('role-not-allowed', `${person.name} approved as ${statement.role}, and is not here in that role.`)
  }
  return statement
}

function isForThis(state: FacilityState, run: RunState, { step }: StepState, statement: ApprovalStatement): boolean {
  const samePlace =
    statement.facility === state.founded.origin && statement.run === run.id && statement.step === step.id
  return samePlace && statement.plan === run.planDigest && statement.policy === state.policyDigest
}

function assertContext(state: FacilityState, run: RunState, step: StepState, statement: ApprovalStatement): void {
  if (statement.facility !== state.founded.origin || statement.run !== run.id || statement.step !== step.step.id) {
    throw fail(
      'approval-from-other-run',
      `This approval was given for ${statement.run}, step "${statement.step}", not for ${run.id}, step "${step.step.id}".`,
      {
        remedy: 'Each run and each step needs its own approvals.',
      },
    )
  }
  if (statement.plan !== run.planDigest || statement.policy !== state.policyDigest) {
    throw fail('approval-from-other-run', 'This approval was given under another plan or another policy.', {
      remedy: 'Approve again, under the plan and policy that are shown.',
    })
  }
}

function isSameItem(one: ApprovalItem, other: ApprovalItem | undefined): boolean {
  return other?.tbs === one.tbs && other.key === one.key && other.size === one.size && other.kind === one.kind
}

function areSameItems(ones: readonly ApprovalItem[], others: readonly ApprovalItem[]): boolean {
  return ones.length === others.length && ones.every((one, index) => isSameItem(one, others[index]))
}

function assertItems(items: readonly ApprovalItem[], statement: ApprovalStatement): void {
  const same = areSameItems(items, statement.items)
  if (same) return
  throw fail(
    'approval-for-other-bytes',
    'This approval is for other bytes than the ones that are to be signed. Nothing was recorded.',
    {
      remedy: 'Compare the digest on the screen with the one that was approved, then approve again.',
    },
  )
}

/** What the approver looked at is what is to be signed. Throws approval-for-other-bytes. */
export function assertShown(items: readonly ApprovalItem[], shown: readonly string[]): void {
  const same = items.length === shown.length && items.every((item, index) => item.tbs === shown[index])
  if (same) return
  throw fail(
    'approval-for-other-bytes',
    'What was on the screen is not what is to be signed now. Nothing was recorded.',
    {
      remedy: 'Read the step again, compare the digest, then approve.',
    },
  )
}

/**
 * In the room, or allowed to approve from elsewhere; in a role that the quorum wants; and not yet counted.
 * Throws person-removed, person-not-present, approval-elsewhere-refused, role-not-allowed, starter-sole-approver, already-approved.
 */
export function assertMayApprove(
  state: FacilityState,
  run: RunState,
  step: StepState,
  person: EnrolledPerson,
  via: GivenApproval['via'] = 'room',
): void {
  const quorum = quorumOf(state, run, step)
  if (person.removedAt !== null) {
    throw fail(
      'person-removed',
      `${person.name} was removed on ${person.removedAt.slice(0, 10)} and approves nothing here.`,
    )
  }
  if (step.approvals.some((approval) => approval.statement.person === person.id)) {
    throw fail('already-approved', `${person.name} has approved this step already. One person counts once.`, {
      remedy: 'Another person must approve.',
    })
  }
  assertPlace(state, run, step, person, via)
  roleIn(state, run, step, person)
  assertNotSoleStarter(quorum, run, step, person)
}

function assertPlace(
  { policy }: FacilityState,
  run: RunState,
  step: StepState,
  person: EnrolledPerson,
  via: GivenApproval['via'],
): void {
  if (via === 'room') {
    assertInRoom(
      run,
      person,
      'Only people who are present approve here. Others approve on a Conclave of their own, by file.',
    )
    return
  }
  const allowed = policy?.approvalsElsewhere ?? 0
  const others = step.approvals.filter((given) => given.via !== 'room').length
  if (others < allowed) return
  throw fail(
    'approval-elsewhere-refused',
    `The policy lets ${String(allowed)} of these approvals come from outside the room. ${person.name} would be one more.`,
    { remedy: 'Somebody who is present must approve.' },
  )
}

/**
 * The role in which this person approves: their seat, or outside the room the first that the quorum wants and they have.
 * Throws role-not-allowed.
 */
export function roleIn(state: FacilityState, run: RunState, step: StepState, person: EnrolledPerson): Role {
  const roles = activeRoles(person)
  const seat = run.present.find((present) => present.person === person.id)
  const wanted = quorumOf(state, run, step).map(({ role }) => role)
  const found = wanted.find((role) => roles.includes(role) && (seat === undefined || seat.role === role))
  if (found !== undefined) return found
  const words = wanted.join(' or ')
  throw fail('role-not-allowed', `${person.name} is not here as ${words}. Only the role "${words}" approves this.`)
}

/** Where one approval would be enough, it must not be the starter's own. */
function assertNotSoleStarter(quorum: Quorum, run: RunState, step: StepState, person: EnrolledPerson): void {
  const others = step.approvals.some((approval) => approval.statement.person !== run.starter)
  const needed = quorum.reduce((sum, { count }) => sum + count, 0)
  if (person.id !== run.starter || others || needed > 1) return
  throw fail('starter-sole-approver', `${person.name} started this run and cannot be its only approver.`, {
    remedy: 'Another person must approve.',
  })
}

/** How far an approve step is from its quorum, from the approvals in the log. */
export function judgeApprovals(state: FacilityState, run: RunState, step: StepState): QuorumVerdict {
  const quorum = quorumOf(state, run, step)
  const voters = step.approvals.map(({ statement: { person, role }, via, index }) => ({
    ...voterOf(state, person, via === 'room' && !wasPresent(run, person, role, index) ? null : role),
    elsewhere: via !== 'room',
  }))
  return judgeQuorum(quorum, voters, run.starter, state.policy?.approvalsElsewhere ?? 0)
}

/** A person in the role they acted in. Who was removed since, or lost that role, counts for nothing. */
export function voterOf(state: FacilityState, id: string, role: Role | null): Voter {
  const person = state.people.get(id)
  const counts = person !== undefined && role !== null && activeRoles(person).includes(role)
  return { person: id, role: counts ? role : null }
}

/**
 * The gate before the HSM: the bytes hash to what was approved, the approve step is done, and its quorum still holds when
 * it is judged again now from the log, every signature included. Throws digest-mismatch, approval-for-other-bytes, quorum-not-met.
 */
export function approvedBytes(
  state: FacilityState,
  run: RunState,
  approveStep: StepState,
  item: SigningItem,
  bytes: Uint8Array,
): ApprovedBytes {
  assertApproved(state, run, approveStep, item, bytes)
  return { item, bytes } as ApprovedBytes
}

/** The same for anything that people approve. */
export function assertApproved(
  state: FacilityState,
  run: RunState,
  approveStep: StepState,
  item: ApprovalItem,
  bytes: Uint8Array,
): void {
  const { step } = approveStep
  if (step.kind !== 'approve') throw fail('step-not-ready', `Step "${step.id}" is not an approval.`)
  if (digestOf(bytes) !== item.tbs || bytes.length !== item.size) {
    throw fail(
      'digest-mismatch',
      'The bytes in the artifact store are not the ones that were previewed. The HSM was not asked.',
      {
        detail: { asked: 'no' },
      },
    )
  }
  const items = signingItems(run, step)
  const covering = approveStep.approvals.filter(
    ({ statement, signature }) =>
      isForThis(state, run, approveStep, statement) &&
      areSameItems(items, statement.items) &&
      items.some((other) => isSameItem(item, other)) &&
      isSignedBy(findPerson(state, statement.person), statement, signature),
  )
  const verdict = judgeApprovals(state, run, { ...approveStep, approvals: covering })
  if (!verdict.met || approveStep.status !== 'done') {
    throw fail(
      'quorum-not-met',
      `This is approved by ${String(verdict.count)} of ${String(verdict.needed)}; it needs ${verdict.missing ?? 'the approve step to be done'}. The HSM was not asked.`,
      {
        detail: { asked: 'no' },
      },
    )
  }
}
