import type { RunView } from '../../../shared/ipc/contract/runs.ts'

export type RunException = RunView['exceptions'][number]
export type DecidedException = RunException & { readonly decided: NonNullable<RunException['decided']> }

/** The deviation that holds the run up; undefined when none does. */
export function openException(run: RunView): RunException | undefined {
  return run.exceptions.find(({ index }) => index === run.openException)
}

/** The decision that the run ends: nothing but aborting it is possible after it. */
export function endDecision(run: RunView): DecidedException | undefined {
  return run.exceptions.filter(isDecided).find(({ decided }) => decided.decision === 'abort')
}

/** Whether the run stands still: left alone, held up by a deviation, or decided to end. */
export function isHeld(run: RunView): boolean {
  if (run.status !== 'open') return false
  return run.paused !== null || openException(run) !== undefined || endDecision(run) !== undefined
}

export function isDecided(exception: RunException): exception is DecidedException {
  return exception.decided !== null
}

/** Who can do something to the run now: those in the room; before anybody signed in, who started it. */
export function peopleHere(run: RunView): { person: RunView['starter']; role: RunView['people'][number]['role'] }[] {
  if (run.attendance.length > 0) return run.people
  return [{ person: run.starter, role: run.starter.roles[0] ?? 'administrator' }]
}
