import type { EntryOf, LogEntry } from '../ledger/entries.ts'
import { inconsistent } from './intents.ts'
import type { RunException, RunState } from './run-state.ts'

/** The deviation that holds the run up; null when all are decided. */
export function openException(run: RunState): RunException | null {
  return run.exceptions.find(({ decided }) => decided === null) ?? null
}

/** Somebody decided that the run ends: nothing but that is possible any more. */
export function mustAbort(run: RunState): boolean {
  return run.exceptions.some(({ decided }) => decided?.statement.decision === 'abort')
}

export function applyExceptionDecision(run: RunState, entry: EntryOf<'exception-decided'>): void {
  const { statement } = entry.data
  const exception = run.exceptions.find(({ index }) => index === statement.exception)
  if (exception === undefined || exception.decided !== null)
    throw inconsistent(entry, 'there is no such exception to decide')
  if (exception.by === statement.person)
    throw inconsistent(entry, 'who noticed the deviation cannot be the one who decides')
  exception.decided = { index: entry.index, time: entry.time, statement }
}

/** What a step found by itself is the very next thing that the run says, in the words of the step. */
export function settleOwed(run: RunState, entry: LogEntry): void {
  const { owed } = run
  if (owed === null) return
  const isSaid =
    entry.kind === 'exception-raised' &&
    entry.actor === null &&
    entry.step === owed.step &&
    entry.data.expected === owed.expected &&
    entry.data.happened === owed.happened
  if (!isSaid) throw inconsistent(entry, `the deviation that step "${owed.step}" found was not raised`)
  run.owed = null
}
