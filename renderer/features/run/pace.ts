import type { RunView } from '../../../shared/ipc/contract/runs.ts'

type Paced = Pick<RunView, 'acts' | 'done' | 'total' | 'openedAt' | 'status'>

/** Fewer finished steps than this say nothing about the rest. */
const ENOUGH = 4

/** "9 of 24 done, about 12 min left". Only what this run itself has measured. */
export function paceWords(run: Paced): string {
  const counted = `${run.done} of ${run.total} done`
  if (run.status !== 'open' || run.done < ENOUGH || run.done >= run.total) return counted
  const last = run.acts
    .flatMap((act) => act.steps.map((step) => step.doneAt ?? ''))
    .toSorted()
    .at(-1)
  const spent = Date.parse(last ?? '') - Date.parse(run.openedAt)
  if (!Number.isFinite(spent) || spent <= 0) return counted
  const minutes = Math.ceil(((spent / run.done) * (run.total - run.done)) / 60_000)
  return `${counted}, about ${minutes} min left`
}

/** 01:12:40 between two instants; never negative. */
export function elapsed(from: string, until: number): string {
  const seconds = Math.max(0, Math.floor((until - Date.parse(from)) / 1000))
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return parts.map((part) => String(part).padStart(2, '0')).join(':')
}
