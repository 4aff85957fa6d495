import { EFFECT_KINDS } from '../../../shared/procedure/step-kinds.ts'
import type { RunSummary, RunView } from '../../../shared/ipc/contract/runs.ts'
import type { StepStatusView, StepView } from '../../../shared/ipc/contract/steps.ts'
import { procedureName, procedureWord } from '../../../shared/procedure/definition.ts'
import { missingWords } from '../../../shared/procedure/attendance.ts'
import { currentStep, type RunState, type StepState } from '../../../shared/procedure/run-state.ts'
import type { FacilityConsole } from '../console.ts'
import { findPerson } from '../people/find-person.ts'
import { isPractice } from '../../../shared/facility/state.ts'
import { performersOf, stepTimes } from '../../../shared/procedure/step-terms.ts'
import { tokenOf } from '../procedure/step-token.ts'
import { viewOpening } from './custody-bodies.ts'
import { viewReconcileSlots } from './approval-slots.ts'
import { latestCheckpoint } from './checkpoints.ts'
import { viewDigest, viewPerson } from './pieces.ts'
import { viewExceptions } from './exceptions.ts'
import { recentSentences } from './sentences.ts'
import { viewRunFiles } from './run-files.ts'
import { viewStepBody } from './step-body.ts'
import { STEP_WORDS } from './step-words.ts'
import { intentWords } from '../log/key-act-sentence.ts'

const RECENT = 6

/** The run as the screen draws it, at the step asked for, else the current one, else the last. */
export function viewRun(session: FacilityConsole, run: RunState, stepId?: string): RunView {
  const { facility } = session
  const current = currentStep(run)
  const shown = run.steps.find((state) => state.step.id === stepId) ?? current ?? run.steps.at(-1)
  if (shown === undefined) throw new Error('a procedure has at least one step')
  return {
    run: run.id,
    title: run.plan.title,
    procedure: procedureName(run.plan.definition),
    kind: procedureWord(run.plan.definition),
    drill: run.drill,
    incident: run.incident,
    version: run.plan.definition.version,
    practice: isPractice(facility.state),
    plan: viewDigest(run.planDigest),
    status: run.status,
    openedAt: run.openedAt,
    closedAt: run.closedAt,
    starter: viewPerson(findPerson(facility.state, run.starter)),
    acts: run.plan.definition.acts.map((act, index) => ({
      title: act.title,
      steps: run.steps.filter((state) => state.act === index).map((state) => viewScriptStep(session, run, state)),
    })),
    done: countDone(run),
    total: run.steps.filter(({ status }) => status !== 'skipped').length,
    step: viewStep(session, run, shown),
    people: viewPeople(session, run, shown),
    paused: run.paused && { ...run.paused, by: viewPerson(findPerson(facility.state, run.paused.by)) },
    missing: missingWords(run) || null,
    attendance: run.attendance.map(({ person, role, since, until, note }) => ({
      person: viewPerson(findPerson(facility.state, person)),
      role,
      since,
      until,
      note,
    })),
    ...viewExceptions(facility.state, run),
    log: recentSentences(session, { run: run.id }, RECENT),
    entries: facility.state.size,
    checkpoint: latestCheckpoint(facility),
    files: viewRunFiles(facility, shown),
  }
}

export function summarizeRun(run: RunState): RunSummary {
  return {
    run: run.id,
    title: run.plan.title,
    procedure: procedureName(run.plan.definition),
    kind: procedureWord(run.plan.definition),
    drill: run.drill,
    status: run.status,
    openedAt: run.openedAt,
    closedAt: run.closedAt,
    done: countDone(run),
    total: run.steps.filter(({ status }) => status !== 'skipped').length,
    plan: viewDigest(run.planDigest),
  }
}

function countDone(run: RunState): number {
  return run.steps.filter((state) => state.status === 'done').length
}

/** They use the HSM, but no key of a CA. */
const USES_NO_KEY: ReadonlySet<StepState['step']['kind']> = new Set([
  'generate-key',
  'generate-transport-key',
  'split-pin',
])

function viewScriptStep(
  session: FacilityConsole,
  run: RunState,
  state: StepState,
): RunView['acts'][number]['steps'][number] {
  const { step } = state
  return {
    id: step.id,
    number: state.number,
    kind: step.kind,
    title: step.title,
    status: statusOf(session, run, state),
    doneAt: state.doneAt,
    usesKey: EFFECT_KINDS.has(step.kind) && !USES_NO_KEY.has(step.kind),
  }
}

function statusOf(session: FacilityConsole, run: RunState, state: StepState): StepStatusView {
  const { working } = session.engine
  if (working?.run === run.id && working.step === state.step.id && state.status !== 'done') return 'working'
  if (
    state.status === 'done' ||
    state.status === 'skipped' ||
    state.status === 'failed' ||
    state.status === 'unknown' ||
    state.status === 'recorded'
  )
    return state.status
  const isCurrent = run.status === 'open' && currentStep(run) === state
  return isCurrent ? 'ready' : 'pending'
}

function viewStep(session: FacilityConsole, run: RunState, state: StepState): StepView {
  const { step } = state
  const { facility } = session
  return {
    id: step.id,
    number: state.number,
    of: run.steps.length,
    title: step.title,
    say: step.say ?? '',
    status: statusOf(session, run, state),
    current: run.status === 'open' && currentStep(run) === state,
    terms: {
      by:
        step.by === undefined
          ? null
          : {
              role: step.by,
              people: performersOf(run, state).map(({ person }) => viewPerson(findPerson(facility.state, person))),
            },
      ...stepTimes(run, state),
    },
    ...STEP_WORDS[step.kind],
    failure: state.failure,
    finalTry: viewFinalTry(session, run, state),
    refusals: state.refusals.map(({ person, reason, time }) => ({
      person: viewPerson(findPerson(facility.state, person)),
      reason,
      time,
    })),
    reconcile: viewReconcile(session, run, state),
    startedAt: state.startedAt,
    doneAt: state.doneAt,
    opening: run.status === 'open' && currentStep(run) === state ? viewOpening({ session, run, state }) : null,
    body: viewStepBody(session, run, state),
  }
}

function viewFinalTry({ facility, room }: FacilityConsole, run: RunState, state: StepState): boolean {
  if (run.status !== 'open' || currentStep(run) !== state) return false
  const token = tokenOf(facility.state, run, state)
  return token !== null && room.mayUseFinalTry(token)
}

function viewReconcile(session: FacilityConsole, run: RunState, state: StepState): StepView['reconcile'] {
  const open = state.intents.find((intent) => intent.outcome === 'unknown')
  const { working } = session.engine
  if (open === undefined || working?.step === state.step.id) return null
  const reconciliation = session.engine.reconciliationOf(state)
  return {
    intentEntry: open.index,
    question: `The HSM was asked to ${intentWords(open.intent)} at ${open.time.slice(11, 19)}Z. No answer is in the log.`,
    found: reconciliation?.finding.words ?? null,
    canAdopt: reconciliation !== null && reconciliation.finding.spki !== null,
    slots: viewReconcileSlots(session.facility, run, reconciliation),
  }
}

function viewPeople(session: FacilityConsole, run: RunState, shown: StepState): RunView['people'] {
  const { state } = session.facility
  const approved = new Set(shown.approvals.map(({ statement }) => statement.person))
  const signedOff = new Set(shown.signOffs.map(({ statement }) => statement.person))
  return run.present.map((seat) => {
    const person = viewPerson(findPerson(state, seat.person))
    if (approved.has(seat.person)) return { person, role: seat.role, note: 'Approved', state: 'approved' as const }
    if (signedOff.has(seat.person)) return { person, role: seat.role, note: 'Signed off', state: 'signed-off' as const }
    if (
      shown.step.kind === 'approve' &&
      shown.status !== 'done' &&
      session.facility.policy.quorums[shown.step.action].some(({ role }) => role === seat.role)
    ) {
      return { person, role: seat.role, note: 'May approve', state: 'may-approve' as const }
    }
    if (seat.person === run.starter) return { person, role: seat.role, note: 'Started it', state: 'started' as const }
    return { person, role: seat.role, note: capitalized(seat.role), state: 'present' as const }
  })
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
