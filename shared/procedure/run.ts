import { fail, type Failure } from '../failure.ts'
import type { EntryOf, LogEntry } from '../ledger/entries.ts'
import type { Role } from '../ids.ts'
import type { ApprovalStatement, ExceptionStatement, SignOffStatement } from './approval.ts'
import { applyAttendance } from './attendance.ts'
import { applyExceptionDecision, openException } from './exceptions.ts'
import { inconsistent, type IntentState, openIntent, settleIntent } from './intents.ts'
import { type StepKind, type StepOutput, stepOutputs } from './outputs.ts'
import type { Plan } from './plan.ts'
import { EFFECT_KINDS, type Step } from './step-kinds.ts'

/**
 * unknown: an intent has no outcome, two people must reconcile; recorded: what the HSM gave is in the log, but the step
 * was not finished (it is finished from the log, without asking the HSM again).
 */
export type StepStatus = 'pending' | 'started' | 'failed' | 'unknown' | 'recorded' | 'done'

export interface GivenApproval {
  readonly index: number
  readonly time: string
  readonly statement: ApprovalStatement
  readonly signature: string
  readonly via: EntryOf<'approval-given'>['data']['via']
}

export interface StepState {
  readonly step: Step
  readonly act: number
  /** From 1, through the whole script. */
  readonly number: number
  status: StepStatus
  startedAt: string | null
  doneAt: string | null
  doneIndex: number | null
  failure: Failure | null
  output: StepOutput | null
  readonly intents: IntentState[]
  readonly approvals: GivenApproval[]
  readonly refusals: {
    readonly person: string
    readonly reason: string
    readonly index: number
    readonly time: string
  }[]
  readonly signOffs: { readonly index: number; readonly time: string; readonly statement: SignOffStatement }[]
}

export interface RunException {
  readonly index: number
  readonly time: string
  readonly step: string | null
  /** Who noticed it; null where Conclave did. */
  readonly by: string | null
  readonly expected: string
  readonly happened: string
  decided: { readonly index: number; readonly time: string; readonly statement: ExceptionStatement } | null
}

export interface Seat {
  readonly person: string
  readonly role: Role
}

/** One stay of a person in the room; `until` and `note` when they left. */
export interface Attendance extends Seat {
  readonly since: string
  readonly index: number
  until: string | null
  note: string
}

export interface RunState {
  readonly id: string
  readonly plan: Plan
  readonly planDigest: string
  readonly starter: string
  readonly openedAt: string
  readonly openedIndex: number
  status: 'open' | 'closed' | 'aborted'
  closedAt: string | null
  /** Since when the room is empty; null while people are at work. */
  pausedAt: string | null
  /** Who is in the room now. */
  present: Seat[]
  /** Everybody who ever was, stay by stay. */
  readonly attendance: Attendance[]
  readonly steps: StepState[]
  readonly exceptions: RunException[]
  lastIndex: number
}

export function openRun(entry: EntryOf<'run-opened'>, plan: Plan): RunState {
  let number = 0
  const steps = plan.definition.acts.flatMap((act, actIndex) =>
    act.steps.map((step): StepState => ({
      step,
      act: actIndex,
      number: ++number,
      status: 'pending',
      startedAt: null,
      doneAt: null,
      doneIndex: null,
      failure: null,
      output: null,
      intents: [],
      approvals: [],
      refusals: [],
      signOffs: [],
    })),
  )
  return {
    id: entry.run ?? '',
    plan,
    planDigest: entry.data.plan,
    starter: entry.data.starter,
    openedAt: entry.time,
    openedIndex: entry.index,
    status: 'open',
    closedAt: null,
    pausedAt: null,
    present: [],
    attendance: [],
    steps,
    exceptions: [],
    lastIndex: entry.index,
  }
}

/** The one step that can be worked on: the first that is not done. Null when all are. */
export function currentStep(run: RunState): StepState | null {
  return run.steps.find((step) => step.status !== 'done') ?? null
}

/** The output of a done step, typed by the kind that the caller expects. */
export function outputOf<K extends StepKind>(run: RunState, stepId: string, kind: K): StepOutput<K> {
  const found = run.steps.find((state) => state.step.id === stepId)
  if (found?.step.kind !== kind || found.output === null) {
    throw fail('log-inconsistent', `Step "${stepId}" of ${run.id} has no output of kind ${kind}.`)
  }
  return found.output as StepOutput<K>
}

/** Folds one entry of this run into its state. Throws log-inconsistent for any transition that the engine never makes. */
export function applyRunEntry(run: RunState, entry: LogEntry): void {
  run.lastIndex = entry.index
  if (run.status !== 'open') throw inconsistent(entry, 'the run had ended')
  switch (entry.kind) {
    case 'run-closed':
    case 'run-aborted':
      if (entry.kind === 'run-closed' && (currentStep(run) !== null || openException(run) !== null))
        throw inconsistent(entry, 'not every step was done, or an exception was not decided')
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
  if (GOES_ON.has(entry.kind)) {
    if (run.pausedAt !== null) throw inconsistent(entry, 'the run was paused')
    if (openException(run) !== null) throw inconsistent(entry, 'an exception was not decided')
  }
  switch (entry.kind) {
    case 'step-started':
      if (isDoneByPeople(state) || state.status === 'unknown')
        throw inconsistent(entry, 'the step could not be started')
      state.status = 'started'
      state.startedAt ??= entry.time
      state.failure = null
      return
    case 'step-intended':
      if (state.status !== 'started' || !EFFECT_KINDS.has(state.step.kind))
        throw inconsistent(entry, 'an intent without a started step')
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
      state.status = 'recorded'
      return
    case 'outcome-lost':
      openIntent(state.intents, entry, entry.data.intent)
      state.failure = entry.data.failure
      return
    case 'effect-reconciled':
      applyReconciliation(state, entry)
      return
    case 'step-failed':
      if (entry.data.intent !== null) settleIntent(state.intents, entry, entry.data.intent, 'absent', null)
      else if (state.status !== 'started') throw inconsistent(entry, 'the step was not being worked on')
      state.status = 'failed'
      state.failure = entry.data.failure
      return
    case 'approval-given':
    case 'approval-refused':
      applyApproval(run, state, entry)
      return
    case 'sign-off-given':
      applySignOff(run, state, entry)
      return
    case 'step-done':
      finishStep(run, state, entry)
      return
    default:
      throw inconsistent(entry, 'this kind does not belong to a run')
  }
}

/** What nobody may do while the run stands still. What an HSM answered, or failed to, is written whatever happens. */
const GOES_ON: ReadonlySet<LogEntry['kind']> = new Set([
  'step-started',
  'step-intended',
  'step-done',
  'approval-given',
  'sign-off-given',
])

function isDoneByPeople({ step }: StepState): boolean {
  return step.kind === 'approve' || step.kind === 'sign-off'
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
  if (entry.data.decision === 'retire') {
    found.outcome = 'retired'
    state.status = 'failed'
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
  state.output = parsed.data
  state.status = 'done'
  state.failure = null
  state.startedAt ??= entry.time
  state.doneAt = entry.time
  state.doneIndex = entry.index
}

/** People's steps end with what they gave, effects with what came back, all others from a start. */
function mayFinish(run: RunState, state: StepState): boolean {
  if (state.step.kind === 'approve') return state.approvals.length > 0
  if (state.step.kind === 'sign-off') return state.signOffs.length === run.present.length
  return state.status === (EFFECT_KINDS.has(state.step.kind) ? 'recorded' : 'started')
}
