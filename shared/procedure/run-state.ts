import { fail, type Failure } from '../failure.ts'
import type { Role } from '../ids.ts'
import type { EntryOf } from '../ledger/entries.ts'
import type { ApprovalStatement, DecisionStatement, ExceptionStatement, SignOffStatement } from './approval.ts'
import type { Deviation } from './deviation.ts'
import type { IntentState } from './intents.ts'
import type { StepKind, StepOutput } from './outputs.ts'
import type { Plan } from './plan.ts'
import type { Step } from './step-kinds.ts'

/**
 * unknown: an intent has no outcome, two people must reconcile; recorded: what the HSM gave is in the log, but the step
 * was not finished (it is finished from the log, without asking the HSM again); skipped: its branch was not taken.
 */
export type StepStatus = 'pending' | 'started' | 'failed' | 'unknown' | 'recorded' | 'done' | 'skipped'

export interface GivenApproval {
  readonly index: number
  readonly time: string
  readonly statement: ApprovalStatement
  readonly signature: string
  readonly via: EntryOf<'approval-given'>['data']['via']
}

/** What somebody chose in a step of a playbook. */
export interface GivenDecision {
  readonly index: number
  readonly time: string
  readonly person: string
  readonly role: Role
  readonly statement: DecisionStatement
}

export interface StepState {
  readonly step: Step
  readonly act: number
  /** From 1, through the whole script. */
  readonly number: number
  status: StepStatus
  /** Started, and since then nothing of it failed, got lost or was decided on by people. */
  atWork: boolean
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
  /** Shares of a new set that custodians have, before the PIN that they give is set. */
  readonly dealt: { readonly set: string; readonly person: string; readonly commitment: string }[]
  readonly decisions: GivenDecision[]
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
  untilIndex: number | null
  /** They signed that they left; false where the room was left by all of them, in a pause. */
  signedOut: boolean
  note: string
}

export interface RunState {
  readonly id: string
  readonly plan: Plan
  readonly planDigest: string
  /** The policy in force when it was started. */
  readonly policyDigest: string
  readonly starter: string
  readonly openedAt: string
  readonly openedIndex: number
  /** A playbook that is played: nothing of it has an effect outside. */
  readonly drill: boolean
  /** When somebody first knew of the incident; null for a ceremony. */
  readonly awareAt: string | null
  /** The playbook run that asked for this ceremony. */
  readonly incident: string | null
  status: 'open' | 'closed' | 'aborted'
  closedAt: string | null
  /** Since when the room is empty, who said so and why; null while people are at work. */
  paused: { readonly at: string; readonly by: string; readonly reason: string } | null
  /** Who is in the room now. */
  present: Seat[]
  /** Everybody who ever was, stay by stay. */
  readonly attendance: Attendance[]
  readonly steps: StepState[]
  readonly exceptions: RunException[]
  /** What a step that is done found by itself, and that is not written as an exception yet; null: nothing. */
  owed: (Deviation & { readonly step: string }) | null
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
      atWork: false,
      startedAt: null,
      doneAt: null,
      doneIndex: null,
      failure: null,
      output: null,
      intents: [],
      approvals: [],
      refusals: [],
      dealt: [],
      decisions: [],
      signOffs: [],
    })),
  )
  return {
    id: entry.run ?? '',
    plan,
    planDigest: entry.data.plan,
    policyDigest: entry.data.statement.policy,
    starter: entry.data.starter,
    openedAt: entry.time,
    openedIndex: entry.index,
    drill: entry.data.drill,
    awareAt: entry.data.awareAt,
    incident: entry.data.incident,
    status: 'open',
    closedAt: null,
    paused: null,
    present: [],
    attendance: [],
    steps,
    exceptions: [],
    owed: null,
    lastIndex: entry.index,
  }
}

/** The one step that can be worked on: the first that is neither done nor skipped. Null when all are. */
export function currentStep(run: RunState): StepState | null {
  return run.steps.find(({ status }) => status !== 'done' && status !== 'skipped') ?? null
}

/** The output of a done step, typed by the kind that the caller expects. */
export function outputOf<K extends StepKind>(run: RunState, stepId: string, kind: K): StepOutput<K> {
  const found = run.steps.find((state) => state.step.id === stepId)
  if (found?.step.kind !== kind || found.output === null) {
    throw fail('log-inconsistent', `Step "${stepId}" of ${run.id} has no output of kind ${kind}.`)
  }
  return found.output as StepOutput<K>
}
