import { isPlaybook, type Playbook } from '../procedure/definition.ts'
import { durationSeconds } from '../procedure/duration.ts'
import type { ClockDefinition } from '../procedure/playbook-parts.ts'
import type { RunState, StepState } from '../procedure/run-state.ts'

/**
 * waiting: what starts it is not done yet; running, late: nothing has stopped it; met, missed: it was stopped, in time or not;
 * not-needed: what would start or stop it is on a branch that was not taken, or the run was aborted.
 */
export type ClockStatus = 'waiting' | 'running' | 'late' | 'met' | 'missed' | 'not-needed'

export interface ClockState {
  readonly id: string
  readonly title: string
  readonly source: string
  readonly status: ClockStatus
  readonly startedAt: string | null
  readonly dueAt: string | null
  readonly stoppedAt: string | null
  /** How much of the time is over, from 0; more than 1 when it is late. Null before it begins. */
  readonly elapsed: number | null
  /** Titles of the steps that start and stop it; `startedBy` null: it runs from when somebody first knew. */
  readonly startedBy: string | null
  readonly stoppedBy: string
}

export const AWARENESS = 'awareness'

/** Every clock of a playbook run at an instant (RFC 3339): what runs, soonest due first; then what waits; then what is over. */
export function clocksOf(run: RunState, at: string): ClockState[] {
  const { definition } = run.plan
  if (!isPlaybook(definition)) return []
  const clocks = definition.clocks.map((clock) => clockOf(run, clock, at))
  return clocks.toSorted((a, b) => rankOf(a) - rankOf(b) || (a.dueAt ?? '').localeCompare(b.dueAt ?? ''))
}

function clockOf(run: RunState, { id, title, source, from, within, stop }: ClockDefinition, at: string): ClockState {
  const starter = from === AWARENESS ? null : stepOf(run, from)
  const stopper = stepOf(run, stop)
  const startedAt = from === AWARENESS ? run.awareAt : (starter?.doneAt ?? null)
  const stoppedAt = startedAt === null ? null : (stopper?.doneAt ?? null)
  const dueAt = startedAt === null ? null : later(startedAt, within)
  const isOff = starter?.status === 'skipped' || stopper?.status === 'skipped' || run.status === 'aborted'
  const end = stoppedAt ?? at
  return {
    id,
    title,
    source,
    status: statusOf({ startedAt, stoppedAt, dueAt, at, isOff }),
    startedAt,
    dueAt,
    stoppedAt,
    elapsed: startedAt === null ? null : (Date.parse(end) - Date.parse(startedAt)) / (durationSeconds(within) * 1000),
    startedBy: starter?.step.title ?? null,
    stoppedBy: stopper?.step.title ?? stop,
  }
}

function statusOf(clock: {
  startedAt: string | null
  stoppedAt: string | null
  dueAt: string | null
  at: string
  isOff: boolean
}): ClockStatus {
  const { startedAt, stoppedAt, dueAt, at, isOff } = clock
  if (stoppedAt !== null) return stoppedAt <= (dueAt ?? '') ? 'met' : 'missed'
  if (isOff) return 'not-needed'
  if (startedAt === null) return 'waiting'
  return at <= (dueAt ?? '') ? 'running' : 'late'
}

function rankOf({ status }: ClockState): number {
  if (status === 'running' || status === 'late') return 0
  return status === 'waiting' ? 1 : 2
}

function stepOf(run: RunState, id: string): StepState | null {
  return run.steps.find(({ step }) => step.id === id) ?? null
}

function later(instant: string, within: string): string {
  return new Date(Date.parse(instant) + durationSeconds(within) * 1000).toISOString()
}

/** The playbook of a run; null for a ceremony. */
export function playbookOf({ plan }: Pick<RunState, 'plan'>): Playbook | null {
  return isPlaybook(plan.definition) ? plan.definition : null
}
