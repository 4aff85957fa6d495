import type { Role } from '../ids.ts'
import type { LogEntry } from '../ledger/entries.ts'
import { durationSeconds } from './duration.ts'
import { inconsistent } from './intents.ts'
import type { RunState, Seat, StepState } from './run-state.ts'

/** When a step may begin and has to be done; null where the script does not say, or the earlier step is not done yet. */
export interface StepTimes {
  readonly notBefore: string | null
  readonly dueBy: string | null
}

export function stepTimes(run: RunState, { step: { after, due } }: StepState): StepTimes {
  return {
    notBefore: after === undefined ? null : laterThanEnd(run, after.step, after.wait),
    dueBy: due === undefined ? null : laterThanEnd(run, due.step, due.within),
  }
}

/** Whether the step is late at this instant, and no exception of Conclave says so yet. */
export function isLate(run: RunState, state: StepState, at: string): boolean {
  const { dueBy } = stepTimes(run, state)
  if (dueBy === null || at <= dueBy) return false
  return !run.exceptions.some(({ step, by, time }) => step === state.step.id && by === null && time > dueBy)
}

/** Who is here in the role that performs the step; nobody where the step says no role. */
export function performersOf(run: RunState, { step }: StepState): Seat[] {
  return step.by === undefined ? [] : seatedAs(run, step.by)
}

export function seatedAs({ present }: RunState, role: Role): Seat[] {
  return present.filter((seat) => seat.role === role)
}

/** What the engine refuses before it writes: too early, late without an exception, by somebody else. */
export function assertTerms(run: RunState, state: StepState, entry: LogEntry): void {
  const { notBefore } = stepTimes(run, state)
  if (notBefore !== null && entry.time < notBefore) throw inconsistent(entry, `the step was not before ${notBefore}`)
  if (isLate(run, state, entry.time)) throw inconsistent(entry, 'the step was late, and no exception says so')
  if (entry.kind !== 'step-started' || state.step.by === undefined) return
  const isSeated = performersOf(run, state).some(({ person }) => person === entry.actor)
  if (!isSeated || entry.role !== state.step.by)
    throw inconsistent(entry, `it was not the ${state.step.by} who performed the step`)
}

function laterThanEnd(run: RunState, id: string, wait: string): string | null {
  const end = run.steps.find(({ step }) => step.id === id)?.doneAt ?? null
  return end === null ? null : new Date(Date.parse(end) + durationSeconds(wait) * 1000).toISOString()
}
