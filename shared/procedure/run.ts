import type { EntryOf, LogEntry } from '../ledger/entries.ts'
import { canonicalJson } from '../ledger/canonical-json.ts'
import { applyAttendance, isPresent } from './attendance.ts'
import { skipUnmet } from './branches.ts'
import { applyDecision, isDecision, judgeDecision } from './decision.ts'
import { deviationOf } from './deviation.ts'
import { applyExceptionDecision, mustAbort, openException, settleOwed } from './exceptions.ts'
import { anyOpen, inconsistent, isNextPart, openIntent, settleIntent } from './intents.ts'
import { stepOutputs } from './outputs.ts'
import { currentStep, type RunState, type StepState } from './run-state.ts'
import { EFFECT_KINDS } from './step-kinds.ts'
import { assertTerms } from './step-terms.ts'

/** Folds one entry of this run into its state. Throws log-inconsistent for any transition that the engine never makes. */
export function applyRunEntry(run: RunState, entry: LogEntry): void {
  run.lastIndex = entry.index
  if (run.status !== 'open') throw inconsistent(entry, 'the run had ended')
  settleOwed(run, entry)
  switch (entry.kind) {
    case 'run-closed':
    case 'run-aborted':
      if (entry.kind === 'run-closed') {
        if (currentStep(run) !== null) throw inconsistent(entry, 'not every step was done')
        assertNotHeld(run, entry)
      }
      run.status = entry.kind === 'run-closed' ? 'closed' : 'aborted'
      run.closedAt = entry.time
      return
    case 'exception-raised':
      run.exceptions.push({
        index: entry.index,
        time: entry.time,
        step: entry.step,
        by: entry.actor,
        ...entry.data,
        decided: null,
      })
      return
    case 'exception-decided':
      applyExceptionDecision(run, entry)
      return
    case 'person-signed-in':
    case 'person-signed-out':
    case 'run-paused':
    case 'run-resumed':
      applyAttendance(run, entry)
      return
    default:
      applyStepEntry(run, entry)
  }
}

function applyStepEntry(run: RunState, entry: LogEntry): void {
  const state = currentStep(run)
  if (state === null || state.step.id !== entry.step)
    throw inconsistent(entry, `step "${String(entry.step)}" was not the current one`)
  if ('kind' in entry.data && entry.data.kind !== state.step.kind)
    throw inconsistent(entry, `the step is of kind "${state.step.kind}"`)
  if (GOES_ON.has(entry.kind)) assertNotHeld(run, entry)
  if (BEGINS.has(entry.kind)) assertTerms(run, state, entry)
  switch (entry.kind) {
    case 'step-started':
      if (isDoneByPeople(state) || state.status === 'unknown')
        throw inconsistent(entry, 'the step could not be started')
      state.status = 'started'
      state.atWork = true
      state.startedAt ??= entry.time
      state.failure = null
      return
    case 'step-intended':
      if (!mayIntend(state, entry) || !EFFECT_KINDS.has(state.step.kind))
        throw inconsistent(entry, 'an intent without a started step')
      assertDealt(state, entry)
      state.status = 'unknown'
      state.intents.push({
        index: entry.index,
        time: entry.time,
        intent: entry.data.intent,
        outcome: 'unknown',
        effect: null,
        adopted: false,
        adoptedKey: null,
      })
      return
    case 'effect-recorded':
      settleIntent(state.intents, entry, entry.data.intent, 'recorded', entry.data.effect)
      state.status = settledAs(state, 'recorded')
      return
    case 'outcome-lost':
      openIntent(state.intents, entry, entry.data.intent)
      state.atWork = false
      state.failure = entry.data.failure
      return
    case 'effect-reconciled':
      applyReconciliation(state, entry)
      return
    case 'step-failed':
      if (entry.data.intent !== null) settleIntent(state.intents, entry, entry.data.intent, 'absent', null)
      else if (state.status !== 'started') throw inconsistent(entry, 'the step was not being worked on')
      state.status = settledAs(state, 'failed')
      state.atWork = false
      state.failure = entry.data.failure
      return
    case 'approval-given':
    case 'approval-refused':
      applyApproval(run, state, entry)
      return
    case 'decision-given':
      applyDecision(run, state, entry)
      return
    case 'share-dealt':
      applyDeal(state, entry)
      return
    case 'share-given':
    case 'share-refused':
      // What they lead to has an entry of its own.
      return
    case 'sign-off-given':
      applySignOff(run, state, entry)
      return
    case 'final-try-allowed':
      checkFinalTry(run, entry)
      return
    case 'step-done':
      finishStep(run, state, entry)
      return
    default:
      throw inconsistent(entry, 'this kind does not belong to a run')
  }
}

/** After a start, or beside a part of the same list that the HSM signs at the moment. */
function mayIntend({ status, intents, atWork }: StepState, { data: { intent } }: EntryOf<'step-intended'>): boolean {
  return status === 'started' || (status === 'unknown' && atWork && isNextPart(intents, intent))
}

/** Another part of a list may still be open. */
function settledAs({ intents }: StepState, status: 'recorded' | 'failed'): StepState['status'] {
  return anyOpen(intents) ? 'unknown' : status
}

/** What nobody may do while the run stands still. What an HSM answered, or failed to, is written whatever happens. */
const GOES_ON: ReadonlySet<LogEntry['kind']> = new Set([
  'step-started',
  'step-intended',
  'step-done',
  'approval-given',
  'decision-given',
  'share-dealt',
  'share-given',
  'sign-off-given',
  'final-try-allowed',
])

/** What is done when its time has come, and by whom the script says. */
const BEGINS: ReadonlySet<LogEntry['kind']> = new Set([
  'step-started',
  'approval-given',
  'decision-given',
  'sign-off-given',
])

function assertNotHeld(run: RunState, entry: LogEntry): void {
  if (run.paused !== null) throw inconsistent(entry, 'the run was paused')
  if (openException(run) !== null) throw inconsistent(entry, 'an exception was not decided')
  if (mustAbort(run)) throw inconsistent(entry, 'it had been decided that the run ends')
}

function isDoneByPeople({ step }: StepState): boolean {
  return step.kind === 'approve' || step.kind === 'sign-off' || isDecision(step)
}

function applyApproval(
  run: RunState,
  state: StepState,
  entry: EntryOf<'approval-given'> | EntryOf<'approval-refused'>,
): void {
  const { statement } = entry.data
  if (state.step.kind !== 'approve') throw inconsistent(entry, 'the step is not an approval')
  if (statement.run !== run.id || statement.step !== state.step.id)
    throw inconsistent(entry, `it was given for ${statement.run}, step "${String(statement.step)}"`)
  if (entry.kind === 'approval-refused') {
    state.refusals.push({
      index: entry.index,
      time: entry.time,
      person: statement.person,
      reason: entry.data.statement.note,
    })
    return
  }
  if (state.approvals.some((given) => given.statement.person === statement.person))
    throw inconsistent(entry, 'this person had approved already')
  state.approvals.push({ index: entry.index, time: entry.time, ...entry.data })
}

/** Nothing of it stays: it counts for the PIN that was typed next, and no PIN is in a log. */
function checkFinalTry(run: RunState, entry: EntryOf<'final-try-allowed'>): void {
  const { person, typist, run: id, step } = entry.data.statement
  if (id !== run.id || step !== entry.step) throw inconsistent(entry, `it was given for ${id}, step "${step}"`)
  if (person === typist) throw inconsistent(entry, 'whoever types a PIN cannot allow its last try')
  if (!isPresent(run, person) || !isPresent(run, typist)) throw inconsistent(entry, 'one of the two was not there')
}

function applyDeal(state: StepState, entry: EntryOf<'share-dealt'>): void {
  const { set, person, commitment } = entry.data
  if (state.step.kind !== 'split-pin' || state.dealt.some((one) => one.set === set && one.person === person))
    throw inconsistent(entry, 'this share was not to be dealt')
  state.dealt.push({ set, person, commitment })
}

/** A PIN that a token takes before every custodian has their share could be lost. */
function assertDealt(state: StepState, entry: EntryOf<'step-intended'>): void {
  const { intent } = entry.data
  if (intent.action !== 'set-pin') return
  const { id, custodians } = intent.set
  const isDealt = custodians.every(({ person, commitment }) =>
    state.dealt.some((one) => one.set === id && one.person === person && one.commitment === commitment),
  )
  if (!isDealt) throw inconsistent(entry, 'a custodian had no share yet')
}

function applySignOff(run: RunState, state: StepState, entry: EntryOf<'sign-off-given'>): void {
  const { statement } = entry.data
  const seated = run.present.some((present) => present.person === statement.person)
  if (state.step.kind !== 'sign-off' || statement.run !== run.id || !seated)
    throw inconsistent(entry, 'this person had nothing to sign off here')
  if (state.signOffs.some((given) => given.statement.person === statement.person))
    throw inconsistent(entry, 'this person had signed off already')
  state.signOffs.push({ index: entry.index, time: entry.time, statement })
}

function applyReconciliation(state: StepState, entry: EntryOf<'effect-reconciled'>): void {
  const found = openIntent(state.intents, entry, entry.data.intent)
  state.atWork = false
  if (entry.data.decision === 'retire') {
    found.outcome = 'retired'
    state.status = settledAs(state, 'failed')
    return
  }
  const [first, ...others] = entry.data.statements.map(({ statement }) => statement.key)
  if (first === undefined || first === null || others.some((key) => key !== first))
    throw inconsistent(entry, 'it does not name one key to adopt')
  // The adopted effect itself follows as effect-recorded.
  found.adopted = true
  found.adoptedKey = first
}

function finishStep(run: RunState, state: StepState, entry: EntryOf<'step-done'>): void {
  if (!mayFinish(run, state)) throw inconsistent(entry, `the step was "${state.status}"`)
  const parsed = stepOutputs[state.step.kind].safeParse(entry.data.output)
  if (!parsed.success) throw inconsistent(entry, `the output does not fit a ${state.step.kind} step`)
  if (isDecision(state.step) && canonicalJson(parsed.data) !== canonicalJson(judgeDecision(state)))
    throw inconsistent(entry, 'that is not what people decided')
  state.output = parsed.data
  state.status = 'done'
  state.failure = null
  state.startedAt ??= entry.time
  state.doneAt = entry.time
  state.doneIndex = entry.index
  const found = deviationOf(parsed.data)
  if (found !== null) run.owed = { ...found, step: state.step.id }
  skipUnmet(run)
}

/** People's steps end with what they gave, effects with what came back, all others from a start. */
function mayFinish(run: RunState, state: StepState): boolean {
  if (state.step.kind === 'approve') return state.approvals.length > 0
  if (isDecision(state.step)) return judgeDecision(state) !== null
  if (state.step.kind === 'sign-off') return state.signOffs.length === run.present.length
  return state.status === (EFFECT_KINDS.has(state.step.kind) ? 'recorded' : 'started')
}
