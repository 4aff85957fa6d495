import { outputOf, type RunState } from '../procedure/run-state.ts'

const MINUTE = 60_000

/** Milliseconds that the ceremonies played after `from` and until `to` would take, by the word of those who would hold them; 0 in an incident. */
export function playedBetween(run: RunState, from: string, to: string): number {
  return run.steps.reduce((sum, { step, status, doneAt }) => {
    if (step.kind !== 'run-ceremony' || status !== 'done' || doneAt === null) return sum
    const output = outputOf(run, step.id, 'run-ceremony')
    return output.played && doneAt > from && doneAt <= to ? sum + output.minutes * MINUTE : sum
  }, 0)
}
