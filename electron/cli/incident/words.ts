import type { ClockState } from '../../../shared/incident/clocks.ts'
import { minute } from '../../../shared/incident/facts.ts'
import type { Timed } from '../../../shared/incident/score.ts'
import type { RunState } from '../../../shared/procedure/run-state.ts'

/** "DRILL: " before what nothing of happened. */
export function drillMark({ drill }: Pick<RunState, 'drill'>): string {
  return drill ? 'DRILL: ' : ''
}

const STATUS: Readonly<Record<ClockState['status'], string>> = {
  waiting: 'waiting',
  running: 'running',
  late: 'LATE',
  met: 'met',
  missed: 'MISSED',
  'not-needed': 'not needed',
}

/** A clock in one line: how it stands, what it is for, by whose rule, and when. */
export function clockLine({ status, title, source, dueAt, stoppedAt, startedBy }: ClockState): string {
  const due = dueAt === null ? `begins with "${startedBy ?? ''}"` : `due ${minute(dueAt)}`
  const done = stoppedAt === null ? '' : `, done ${minute(stoppedAt)}`
  return `${STATUS[status].padEnd(10)}  ${title} (${source}): ${due}${done}`
}

/** "3 h 20 min of 24 h: met" */
export function timedLine({ title, took, allowed, verdict }: Timed): string {
  return `${verdict.toUpperCase().padEnd(10)}  ${title}: ${took === null ? 'not reached' : spanWords(took)} of ${spanWords(allowed)}`
}

/** Milliseconds as "2 d 3 h", "3 h 20 min", "40 s". */
export function spanWords(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000)
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor((seconds % 86_400) / 3600), 'h'],
    [Math.floor((seconds % 3600) / 60), 'min'],
    [seconds % 60, 's'],
  ] as const
  const first = parts.findIndex(([count]) => count > 0)
  if (first === -1) return '0 s'
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${String(count)} ${unit}`)
    .join(' ')
}
