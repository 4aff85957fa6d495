import { openActions } from '../../../shared/facility/incidents.ts'
import type { FacilityState } from '../../../shared/facility/state.ts'
import { isUnsealed } from '../../../shared/incident/evidence-lock.ts'
import { type ClockState, clocksOf, playbookOf } from '../../../shared/incident/clocks.ts'
import { ceremoniesOf, classOf, decisionsOf, doneSteps } from '../../../shared/incident/facts.ts'
import type { ClockView, IncidentSummary, IncidentView } from '../../../shared/ipc/contract/incidents.ts'
import type { ActionView } from '../../../shared/ipc/contract/incident-steps.ts'
import { choiceOf } from '../../../shared/procedure/decision.ts'
import { isPlaybook } from '../../../shared/procedure/definition.ts'
import { currentStep, type RunState, type StepState } from '../../../shared/procedure/run-state.ts'
import { toInstant } from '../clock.ts'
import type { FacilityConsole } from '../console.ts'
import { changedFiles } from '../incident/changed-files.ts'
import { findPerson } from '../people/find-person.ts'
import { viewAction } from './actions.ts'
import { viewTimeline } from './incident-timeline.ts'
import { viewDigest, viewPerson } from './pieces.ts'
import { viewSeverity } from './playbooks.ts'

/** Every playbook run, the open ones first, then the newest. */
export function viewIncidents(session: FacilityConsole): IncidentSummary[] {
  const runs = [...session.facility.state.runs.values()].filter(({ plan }) => isPlaybook(plan.definition)).toReversed()
  return [...runs.filter(isOpen), ...runs.filter((run) => !isOpen(run))].map((run) => summarizeIncident(session, run))
}

function isOpen({ status }: RunState): boolean {
  return status === 'open'
}

export function summarizeIncident({ facility }: FacilityConsole, run: RunState): IncidentSummary {
  const clocks = clocksOf(run, nowOf(run, facility.clock.now()))
  const running = clocks.find(({ status }) => status === 'running' || status === 'late')
  const current = run.status === 'open' ? currentStep(run) : null
  const playbook = playbookOf(run)
  return {
    run: run.id,
    title: run.plan.title,
    procedure: playbook?.playbook ?? '',
    playbook: playbook?.title ?? '',
    drill: run.drill,
    status: run.status,
    awareAt: run.awareAt ?? run.openedAt,
    openedAt: run.openedAt,
    closedAt: run.closedAt,
    class: classOf(run),
    lead: viewPerson(findPerson(facility.state, run.starter)),
    done: run.steps.filter(({ status }) => status === 'done').length,
    total: run.steps.filter(({ status }) => status !== 'skipped').length,
    next: current === null ? null : { id: current.step.id, number: current.number, title: current.step.title },
    clock: running === undefined ? null : viewClock(running),
    late: clocks.filter(({ status }) => status === 'late' || status === 'missed').length,
  }
}

/** Clocks of a run that ended stand as they stood then. */
export function nowOf(run: RunState, now: number): string {
  return run.closedAt ?? toInstant(now)
}

export function viewClock({ startedBy, stoppedBy, ...clock }: ClockState): ClockView {
  return {
    ...clock,
    startsWhen: startedBy ?? 'when somebody first knew',
    stopsWhen: stoppedBy,
  }
}

export function viewIncident(session: FacilityConsole, run: RunState): IncidentView {
  const { state, clock } = session.facility
  const playbook = playbookOf(run)
  if (playbook === null) throw new Error('a ceremony is no incident')
  const now = nowOf(run, clock.now())
  const current = currentStep(run)
  return {
    ...summarizeIncident(session, run),
    digest: viewDigest(run.planDigest),
    version: playbook.version,
    clocks: clocksOf(run, now).map(viewClock),
    severity: viewSeverity(playbook),
    decisions: decisionsOf(state, run),
    skipped: run.steps.filter(({ status }) => status === 'skipped').map((skipped) => viewSkipped(run, skipped)),
    ceremonies: ceremoniesOf(state, run.id),
    messages: viewMessages(run, now),
    evidence: viewSeal(run),
    injects: run.drill
      ? playbook.drill.injects.map((inject) => ({ ...inject, current: inject.step === current?.step.id }))
      : [],
    scenario: run.drill ? playbook.drill.scenario : null,
    changedFiles: changedFiles(session.library, run),
    timeline: viewTimeline(session, run),
  }
}

function viewSkipped(run: RunState, { step, number }: StepState): IncidentView['skipped'][number] {
  const asked = run.steps.find((other) => other.step.id === step.when?.step)
  const choice = asked === undefined ? null : choiceOf(asked)
  const because =
    choice === null
      ? `"${asked?.step.title ?? ''}" is not on this branch`
      : `"${asked?.step.title ?? ''}" came to ${choice}`
  return { id: step.id, number, title: step.title, because }
}

function viewMessages(run: RunState, now: string): IncidentView['messages'] {
  const clocks = new Map(clocksOf(run, now).map((clock) => [clock.id, clock]))
  const sent = new Map(doneSteps(run, 'notify').map(({ state, output }) => [state.step.id, output]))
  return run.steps.flatMap(({ step, number, status }) => {
    if (step.kind !== 'notify' || status === 'skipped') return []
    const output = sent.get(step.id)
    return [
      {
        step: step.id,
        number,
        audience: step.audience,
        channel: step.channel,
        sentAt: output?.sentAt ?? null,
        dueAt: clocks.get(step.clock ?? '')?.dueAt ?? null,
        edited: output?.edited ?? false,
      },
    ]
  })
}

function viewSeal(run: RunState): IncidentView['evidence'] {
  const kind: string = 'seal-evidence'
  const seals = run.steps.filter(({ step, status }) => step.kind === kind && status !== 'skipped')
  const shown = seals.find(({ status }) => status !== 'done') ?? seals[0]
  if (shown === undefined) return null
  return { sealed: !isUnsealed(run), step: shown.step.id, number: shown.number, title: shown.step.title }
}

/** Open promises first, the soonest due before the others; then those that are closed, the newest first. */
export function viewActions({ facility }: Pick<FacilityConsole, 'facility'>): ActionView[] {
  const { state } = facility
  return [...openActions(state), ...closedActions(state)].map((action) => viewAction(facility, action))
}

function closedActions({ actions }: FacilityState): FacilityState['actions'] {
  return actions
    .filter(({ closed }) => closed !== null)
    .toSorted((a, b) => (b.closed?.index ?? 0) - (a.closed?.index ?? 0))
}
