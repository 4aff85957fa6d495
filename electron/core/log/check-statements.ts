import { shareNote } from '../../../shared/custody/commitment.ts'
import { fail } from '../../../shared/failure.ts'
import type { FacilityState } from '../../../shared/facility/state.ts'
import type { EntryOf, LogEntry } from '../../../shared/ledger/entries.ts'
import { activeRoles } from '../../../shared/people/person.ts'
import { policyDigest } from '../../../shared/people/policy.ts'
import type {
  ActStatement,
  ReconcileStatement,
  SignOffStatement,
  Statement,
} from '../../../shared/procedure/approval.ts'
import { deviationDigest } from '../../../shared/procedure/deviation-digest.ts'
import type { RunState } from '../../../shared/procedure/run-state.ts'
import { startNote } from '../../../shared/procedure/start-note.ts'
import { isSignedInTime } from '../../../shared/procedure/statement-time.ts'
import { findPerson } from '../people/find-person.ts'
import { isSignedBy } from '../people/signature.ts'
import { assertApproval } from '../procedure/approvals.ts'
import { judgeReconciliation } from '../procedure/reconcile.ts'
import { signingItems } from '../procedure/signing-items.ts'
import { checkAuthor } from './check-author.ts'
import { checkClosing } from './check-closing.ts'
import { runOf, stepOf } from './wording.ts'

/** Roots of the checkpoints of this log, hex, by size. */
export type CheckpointRoots = Pick<ReadonlyMap<number, string>, 'get'>

/**
 * What people signed in this entry, against their credentials as enrolled then, and against the run, plan and policy of
 * then. `state` is before the entry. Throws the failure of the first rule that is not met.
 */
export function checkStatements(entry: LogEntry, state: FacilityState, roots: CheckpointRoots): void {
  checkAuthor(entry, state)
  if (!isSignedInTime(entry, state.lastTime)) throw invalid('it was signed at another time than the log says')
  checkSignatures(entry, state, roots)
}

function checkSignatures(entry: LogEntry, state: FacilityState, roots: CheckpointRoots): void {
  switch (entry.kind) {
    case 'policy-adopted':
      if (policyDigest(entry.data.policy) !== entry.data.digest)
        throw invalid('the digest beside the policy is of another policy')
      return
    case 'run-opened': {
      const { statement, signature, plan, starter } = entry.data
      checkAct('start-run', statement, signature, entry, state, plan)
      if (statement.person !== starter) throw invalid('another person started the run than the entry says')
      if (statement.note !== startNote(entry.data)) throw invalid('it was started as something else')
      return
    }
    case 'run-aborted':
      checkAct('abort-run', entry.data.statement, entry.data.signature, entry, state, planOf(entry, state))
      return
    case 'approval-refused':
      checkAct('refuse-approval', entry.data.statement, entry.data.signature, entry, state, planOf(entry, state))
      return
    case 'run-paused':
      checkAct('pause-run', entry.data.statement, entry.data.signature, entry, state, planOf(entry, state))
      return
    case 'run-resumed':
      checkAct('resume-run', entry.data.statement, entry.data.signature, entry, state, planOf(entry, state))
      return
    case 'share-dealt': {
      const { statement, signature, set, person, commitment } = entry.data
      checkAct('take-share', statement, signature, entry, state, planOf(entry, state))
      if (statement.person !== person || statement.note !== shareNote(set, commitment))
        throw invalid('it was signed for another share')
      return
    }
    case 'person-signed-in':
    case 'person-signed-out':
      checkAttendance(entry, state)
      return
    case 'final-try-allowed':
      checkFinalTry(entry, state)
      return
    case 'exception-decided':
      checkDecision(entry, state)
      return
    case 'decision-given': {
      const { statement, signature } = entry.data
      checkSigned(statement, signature, entry, state)
      if (statement.plan !== planOf(entry, state) || statement.step !== entry.step)
        throw invalid('it was signed for another step or plan')
      return
    }
    case 'action-closed':
    case 'rehearsal-recorded':
    case 'quarantine-discarded': {
      const { statement, signature } = entry.data
      const person = findPerson(state, statement.person)
      if (statement.facility !== state.founded.origin || entry.actor !== person.id)
        throw invalid('it was signed for another facility or by another person')
      if (!isSignedBy(person, statement, signature)) throw invalid(`the signature is not that of ${person.name}`)
      return
    }
    case 'log-reviewed': {
      const { statement, signature } = entry.data
      const person = findPerson(state, statement.person)
      if (statement.facility !== state.founded.origin || entry.actor !== person.id)
        throw invalid('it was signed for another facility or by another person')
      if (!isSignedBy(person, statement, signature)) throw invalid(`the signature is not that of ${person.name}`)
      const { size, root } = statement.checkpoint
      if (size > entry.index || roots.get(size) !== root)
        throw invalid('the checkpoint under it is not one of this log')
      return
    }
    case 'approval-given':
      checkApproval(entry, state)
      return
    case 'sign-off-given':
      checkSignOff(entry, state, roots)
      return
    case 'effect-reconciled':
      checkReconciliation(entry, state)
      return
    case 'step-done':
      if (entry.data.kind === 'sign-off') checkClosing(entry, openRunOf(entry, state))
      return
    case 'run-closed':
      checkClosing(entry, openRunOf(entry, state))
      return
    default:
  }
}

function checkApproval(entry: EntryOf<'approval-given'>, state: FacilityState): void {
  const run = openRunOf(entry, state)
  const step = stepOf(run, entry.step)
  if (step?.step.kind !== 'approve') throw invalid('its step is not an approval')
  assertApproval(state, run, step, signingItems(run, step.step), entry.data)
  if (entry.actor !== entry.data.statement.person) throw invalid('the entry names another person than the approval')
}

function checkAct(
  act: ActStatement['act'],
  statement: ActStatement,
  signature: string,
  entry: LogEntry,
  state: FacilityState,
  plan: string,
): void {
  checkSigned(statement, signature, entry, state)
  if (statement.act !== act) throw invalid(`it is a statement to ${statement.act}`)
  if (statement.step !== entry.step || statement.plan !== plan || statement.policy !== state.policyDigest) {
    throw invalid('it was signed for another step, plan or policy')
  }
}

function checkAttendance(entry: EntryOf<'person-signed-in' | 'person-signed-out'>, state: FacilityState): void {
  const { statement, signature } = entry.data
  checkSigned(statement, signature, entry, state)
  if (statement.plan !== planOf(entry, state)) throw invalid('it was signed for another plan')
  const isIn = entry.kind === 'person-signed-in'
  if (statement.act !== (isIn ? 'sign-in' : 'sign-out')) throw invalid(`it is a statement to ${statement.act}`)
  if (isIn && !activeRoles(findPerson(state, statement.person)).includes(statement.role))
    throw invalid(`they do not have the role ${statement.role}`)
}

function checkDecision(entry: EntryOf<'exception-decided'>, state: FacilityState): void {
  const { statement, signature } = entry.data
  checkSigned(statement, signature, entry, state)
  if (statement.plan !== planOf(entry, state) || statement.step !== entry.step)
    throw invalid('it was signed for another step or plan')
  const { attendance, present, exceptions } = openRunOf(entry, state)
  const exception = exceptions.find(({ index }) => index === statement.exception)
  if (exception !== undefined && statement.deviation !== deviationDigest(exception))
    throw invalid('it decides about another deviation than the log has')
  if (attendance.length > 0 && !present.some(({ person }) => person === statement.person))
    throw invalid('who decided was not in the room')
}

function checkFinalTry(entry: EntryOf<'final-try-allowed'>, state: FacilityState): void {
  const { statement, signature } = entry.data
  checkSigned(statement, signature, entry, state)
  if (statement.plan !== planOf(entry, state) || statement.step !== entry.step)
    throw invalid('it was signed for another step or plan')
  const { label, serial } = statement.token
  if (![...state.tokens.values()].some(({ token }) => token.label === label && token.serial === serial))
    throw invalid('its token is none of this facility')
}

function checkSignOff(entry: EntryOf<'sign-off-given'>, state: FacilityState, roots: CheckpointRoots): void {
  const { statement, signature } = entry.data
  checkSigned(statement, signature, entry, state)
  const run = openRunOf(entry, state)
  if (statement.plan !== run.planDigest) throw invalid('it was signed for another plan')
  if (!run.present.some(({ person }) => person === statement.person))
    throw invalid('who signed it took no part in the run')
  checkClosingCheckpoint(statement, run, entry.index, roots)
}

/** The signed checkpoint is one of this log and covers the run up to its sign-off. */
function checkClosingCheckpoint(
  { checkpoint }: SignOffStatement,
  run: RunState,
  index: number,
  roots: CheckpointRoots,
): void {
  if (roots.get(checkpoint.size) !== checkpoint.root) throw invalid('the checkpoint under it is not one of this log')
  const signOff = run.steps.find(({ step }) => step.kind === 'sign-off')
  const firstSigned = signOff?.signOffs[0]?.index ?? index
  if (checkpoint.size > firstSigned || checkpoint.size < run.openedIndex)
    throw invalid('the checkpoint under it does not cover the run')
}

function checkReconciliation(entry: EntryOf<'effect-reconciled'>, state: FacilityState): void {
  const run = openRunOf(entry, state)
  for (const { statement, signature } of entry.data.statements) {
    checkSigned(statement, signature, entry, state)
    if (!isSameDecision(statement, entry)) throw invalid('a statement under it decides something else')
  }
  const verdict = judgeReconciliation(state, run, entry.data.statements)
  if (!verdict.met) throw fail('quorum-not-met', `The decision needs ${verdict.missing ?? 'more people'}.`)
}

function isSameDecision(statement: ReconcileStatement, { data, step }: EntryOf<'effect-reconciled'>): boolean {
  return statement.intent === data.intent && statement.decision === data.decision && statement.step === step
}

/** Facility, run, person, credential and the signature itself. */
function checkSigned(
  statement: Exclude<
    Statement,
    {
      type:
        | 'conclave-approval/v1'
        | 'conclave-rehearsal/v1'
        | 'conclave-log-review/v1'
        | 'conclave-discard/v1'
        | 'conclave-action/v1'
    }
  >,
  signature: string,
  entry: LogEntry,
  state: FacilityState,
): void {
  const person = findPerson(state, statement.person)
  if (statement.facility !== state.founded.origin || statement.run !== entry.run)
    throw invalid('it was signed for another facility or run')
  if (entry.kind !== 'effect-reconciled' && entry.actor !== statement.person)
    throw invalid('the entry names another person than the statement')
  if (!isSignedBy(person, statement, signature)) throw invalid(`the signature is not that of ${person.name}`)
}

function planOf(entry: LogEntry, state: FacilityState): string {
  return openRunOf(entry, state).planDigest
}

function openRunOf(entry: LogEntry, state: FacilityState): RunState {
  const run = runOf(state, entry.run)
  if (run === undefined) throw fail('log-inconsistent', 'It belongs to no run.')
  return run
}

function invalid(why: string): Error {
  return fail('approval-signature-invalid', `What a person signed here does not hold: ${why}.`)
}
