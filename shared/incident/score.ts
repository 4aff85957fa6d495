import { choiceOf } from '../procedure/decision.ts'
import type { Playbook } from '../procedure/definition.ts'
import { durationSeconds } from '../procedure/duration.ts'
import type { RunState } from '../procedure/run-state.ts'
import { type ClockState, clocksOf, playbookOf } from './clocks.ts'
import { playedBetween } from './played.ts'

/**
 * A time that was measured against one that was wanted; milliseconds. In a drill, with what played ceremonies would take.
 * `took` null: it was not reached, or not needed.
 */
export interface Timed {
  readonly id: string
  readonly title: string
  readonly allowed: number
  readonly took: number | null
  readonly verdict: Verdict
}

/** open: still possible; not-needed: on a branch that was not taken. */
export type Verdict = 'met' | 'missed' | 'open' | 'not-needed'

export interface ScoredDecision {
  readonly step: string
  readonly title: string
  readonly expected: string
  readonly chosen: string | null
  readonly verdict: Verdict
}

export interface Score {
  readonly run: string
  /** From when somebody first knew to the end of the step by which all is replaced; null while that is not reached. */
  readonly recovery: Timed
  readonly targets: Timed[]
  readonly clocks: (Timed & { readonly source: string })[]
  readonly acts: Timed[]
  readonly decisions: ScoredDecision[]
  /** What was met, of all that could be. */
  readonly met: number
  readonly of: number
}

export const TARGET_WORDS = {
  triage: 'Triage',
  revocation: 'Start of revocation',
  replacement: 'Replacement',
  review: 'Review',
} as const

/** How a run of a playbook went, from the log alone; null for a ceremony. `at`: the instant at which it is asked. */
export function scoreOf(run: RunState, at: string): Score | null {
  const playbook = playbookOf(run)
  if (playbook === null) return null
  const targets = targetsOf(run, playbook)
  const clocks = clocksOf(run, at).map((clock) => ({ ...timedClock(run, clock), source: clock.source }))
  const acts = actsOf(run, playbook)
  const decisions = decisionsOf(run, playbook)
  const all = [...targets, ...clocks, ...acts, ...decisions].filter(({ verdict }) => verdict !== 'not-needed')
  return {
    run: run.id,
    recovery: targets.find(({ id }) => id === 'replacement') as Timed,
    targets,
    clocks,
    acts,
    decisions,
    met: all.filter(({ verdict }) => verdict === 'met').length,
    of: all.length,
  }
}

function targetsOf(run: RunState, { targets }: Playbook): Timed[] {
  return (Object.keys(TARGET_WORDS) as (keyof typeof TARGET_WORDS)[]).map((id) => {
    const { within, step } = targets[id]
    const state = run.steps.find((each) => each.step.id === step)
    const end = state?.doneAt ?? null
    const took = end === null ? null : timeBetween(run, run.awareAt ?? run.openedAt, end)
    return timed(id, TARGET_WORDS[id], within, took, isOver(run, state?.status))
  })
}

function timedClock(run: RunState, { id, title, startedAt, stoppedAt, dueAt, status }: ClockState): Timed {
  const allowed = startedAt === null || dueAt === null ? 0 : millisecondsBetween(startedAt, dueAt)
  const took = startedAt === null || stoppedAt === null ? null : timeBetween(run, startedAt, stoppedAt)
  if (took !== null) return { id, title, allowed, took, verdict: took <= allowed ? 'met' : 'missed' }
  const verdict = status === 'late' ? 'missed' : status === 'running' || status === 'waiting' ? 'open' : status
  return { id, title, allowed, took, verdict }
}

/** Each act from the end of the one before it. Acts without a target are not scored. */
function actsOf(run: RunState, { acts }: Playbook): Timed[] {
  let since = run.openedAt
  return acts.flatMap(({ title, target }, index) => {
    const steps = run.steps.filter(({ act, status }) => act === index && status !== 'skipped')
    const isDone = steps.every(({ status }) => status === 'done')
    const end = steps.flatMap(({ doneAt }) => (doneAt === null ? [] : [doneAt])).at(-1) ?? null
    const took = isDone && end !== null ? timeBetween(run, since, end) : null
    if (end !== null) since = end
    if (target === undefined) return []
    return [
      timed(`act-${String(index + 1)}`, title, target, took, steps.length === 0 ? 'skipped' : isOver(run, 'pending')),
    ]
  })
}

/** In the order of the steps: a plan keeps names in that of its canonical JSON. */
function decisionsOf(run: RunState, { drill }: Playbook): ScoredDecision[] {
  return run.steps.flatMap((state) => {
    const { id, title } = state.step
    const expected = drill.expected[id]
    if (expected === undefined) return []
    const chosen = choiceOf(state)
    const verdict =
      state.status === 'skipped' ? 'not-needed' : chosen === null ? 'open' : chosen === expected ? 'met' : 'missed'
    return [{ step: id, title, expected, chosen, verdict }]
  })
}

function timed(
  id: string,
  title: string,
  within: string,
  took: number | null,
  over: 'skipped' | 'ended' | 'open',
): Timed {
  const allowed = durationSeconds(within) * 1000
  const unreached = over === 'skipped' ? 'not-needed' : over === 'ended' ? 'missed' : 'open'
  return { id, title, allowed, took, verdict: took === null ? unreached : took <= allowed ? 'met' : 'missed' }
}

function isOver(run: RunState, status: string | undefined): 'skipped' | 'ended' | 'open' {
  if (status === 'skipped') return 'skipped'
  return run.status === 'open' ? 'open' : 'ended'
}

/** By the clock, and what ceremonies between would have taken. */
function timeBetween(run: RunState, from: string, to: string): number {
  return millisecondsBetween(from, to) + playedBetween(run, from, to)
}

function millisecondsBetween(from: string, to: string): number {
  return Date.parse(to) - Date.parse(from)
}

/** A drill that was played to its end, beside those before it. */
export interface TrendPoint {
  readonly run: string
  readonly title: string
  readonly version: number
  readonly at: string
  readonly recovery: number | null
  readonly target: number
  readonly met: number
  readonly of: number
}

/** Every drill of this playbook that was signed off, the oldest first. */
export function trendOf(runs: Iterable<RunState>, procedure: string): TrendPoint[] {
  const drills = [...runs].filter(
    (run) => run.drill && run.status === 'closed' && playbookOf(run)?.playbook === procedure,
  )
  return drills.flatMap((run) => {
    const score = scoreOf(run, run.closedAt ?? run.openedAt)
    if (score === null) return []
    return [
      {
        run: run.id,
        title: run.plan.title,
        version: run.plan.definition.version,
        at: run.openedAt,
        recovery: score.recovery.took,
        target: score.recovery.allowed,
        met: score.met,
        of: score.of,
      },
    ]
  })
}
