import { sha256Hex } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import type { FacilityState } from '../../../shared/facility/state.ts'
import type { ApprovalAction } from '../../../shared/people/policy.ts'
import type { EnrolledPerson } from '../../../shared/people/person.ts'
import { approvalStatement, type ApprovalStatement, type SigningItem } from '../../../shared/procedure/approval.ts'
import { judgeQuorum, type QuorumVerdict, type Voter } from '../../../shared/procedure/quorum.ts'
import type { RunState, StepState } from '../../../shared/procedure/run.ts'
import { verifyStatement } from '../people/signature.ts'

declare const approved: unique symbol
/** To-be-signed bytes that the quorum approved, byte for byte. Only `approvedBytes` makes them; only they can be signed. */
export interface ApprovedBytes {
  readonly [approved]: true
  readonly item: SigningItem
  readonly bytes: Uint8Array
}

export function findPerson(state: FacilityState, id: string): EnrolledPerson {
  const person = state.people.get(id)
  if (person !== undefined) return person
  throw fail('person-unknown', `"${id}" is not enrolled in this facility.`, {
    remedy: 'Choose one of the people of the facility.',
  })
}

/** What an approver is about to sign for this step. */
export function draftApproval(
  state: FacilityState,
  run: RunState,
  step: StepState,
  items: readonly SigningItem[],
  person: EnrolledPerson,
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
    person: person.id,
    credential: person.credential.id,
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
  action: ApprovalAction,
  items: readonly SigningItem[],
  given: { readonly statement: unknown; readonly signature: string },
): ApprovalStatement {
  const parsed = approvalStatement.safeParse(given.statement)
  if (!parsed.success) throw fail('approval-signature-invalid', 'This is not an approval statement of a known form.')
  const statement = parsed.data
  const person = findPerson(state, statement.person)
  assertContext(state, run, step, statement)
  assertItems(items, statement)
  if (
    person.credential.id !== statement.credential ||
    !verifyStatement(statement, given.signature, person.credential)
  ) {
    throw fail(
      'approval-signature-invalid',
      `The signature of ${person.name} under this approval is not valid. Nothing was recorded.`,
    )
  }
  assertMayApprove(state, run, step, action, person)
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

function assertItems(items: readonly SigningItem[], statement: ApprovalStatement): void {
  const same =
    items.length === statement.items.length &&
    items.every((item, index) => {
      const other = statement.items[index]
      return other?.tbs === item.tbs && other.key === item.key && other.size === item.size && other.kind === item.kind
    })
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
export function assertShown(items: readonly SigningItem[], shown: readonly string[]): void {
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

/** Present, in the role that the quorum wants, and not yet counted. */
export function assertMayApprove(
  state: FacilityState,
  run: RunState,
  step: StepState,
  action: ApprovalAction,
  person: EnrolledPerson,
): void {
  const { role } = policyQuorum(state, action)
  if (!run.present.some((present) => present.person === person.id)) {
    throw fail('person-not-present', `${person.name} is not in the room according to the log.`, {
      remedy: 'Only people who are present approve.',
    })
  }
  if (
    !run.present.some((present) => present.person === person.id && present.role === role) ||
    !person.roles.includes(role)
  ) {
    throw fail('role-not-allowed', `${person.name} is not here as ${role}. Only the role "${role}" approves this.`)
  }
  assertNotSoleStarter(state, run, step, action, person)
  if (step.approvals.some((approval) => approval.statement.person === person.id)) {
    throw fail('already-approved', `${person.name} has approved this step already. One person counts once.`, {
      remedy: 'Another person must approve.',
    })
  }
}

/** Where one approval would be enough, it must not be the starter's own. */
function assertNotSoleStarter(
  state: FacilityState,
  run: RunState,
  step: StepState,
  action: ApprovalAction,
  person: EnrolledPerson,
): void {
  const others = step.approvals.some((approval) => approval.statement.person !== run.starter)
  if (person.id !== run.starter || others || policyQuorum(state, action).count > 1) return
  throw fail('starter-sole-approver', `${person.name} started this run and cannot be its only approver.`, {
    remedy: 'Another person must approve.',
  })
}

function policyQuorum(
  state: FacilityState,
  action: ApprovalAction,
): { role: EnrolledPerson['roles'][number]; count: number } {
  if (state.policy === null) throw fail('log-inconsistent', 'The facility has no policy.')
  return state.policy.quorums[action]
}

/** How far an approve step is from its quorum, from the approvals in the log. */
export function judgeApprovals(
  state: FacilityState,
  run: RunState,
  step: StepState,
  action: ApprovalAction,
): QuorumVerdict {
  const people = step.approvals.map((approval) => approval.statement.person)
  return judgeQuorum(policyQuorum(state, action), votersOf(state, run, people), run.starter)
}

/** Each person with the roles that count: those in which they are here, of those for which they are enrolled. */
export function votersOf(state: FacilityState, run: RunState, people: readonly string[]): Voter[] {
  return people.map((person) => ({
    person,
    roles: run.present
      .filter((present) => present.person === person && state.people.get(person)?.roles.includes(present.role) === true)
      .map((present) => present.role),
  }))
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
  const { step } = approveStep
  if (step.kind !== 'approve') throw fail('step-not-ready', `Step "${step.id}" is not an approval.`)
  if (sha256Hex(bytes) !== item.tbs || bytes.length !== item.size) {
    throw fail(
      'digest-mismatch',
      'The bytes in the artifact store are not the ones that were previewed. The HSM was not asked.',
      {
        detail: { asked: 'no' },
      },
    )
  }
  const covering = approveStep.approvals.filter(
    ({ statement, signature }) =>
      isForThis(state, run, approveStep, statement) &&
      statement.items.some((other) => other.tbs === item.tbs && other.key === item.key) &&
      verifyStatement(statement, signature, findPerson(state, statement.person).credential),
  )
  const verdict = judgeApprovals(state, run, { ...approveStep, approvals: covering }, step.action)
  if (!verdict.met || approveStep.status !== 'done') {
    throw fail(
      'quorum-not-met',
      `This is approved by ${String(verdict.count)} of ${String(verdict.needed)}; it needs ${verdict.missing ?? 'the approve step to be done'}. The HSM was not asked.`,
      {
        detail: { asked: 'no' },
      },
    )
  }
  return { item, bytes } as ApprovedBytes
}
