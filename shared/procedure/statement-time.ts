import type { LogEntry } from '../ledger/entries.ts'

/** Signed at the console, and written at once: nothing comes in between. */
const AT_ONCE: ReadonlySet<LogEntry['kind']> = new Set([
  'run-opened',
  'person-signed-in',
  'person-signed-out',
  'run-paused',
  'run-resumed',
  'run-aborted',
  'final-try-allowed',
  'exception-decided',
  'decision-given',
  'action-closed',
  'sign-off-given',
  'rehearsal-recorded',
  'log-reviewed',
  'quarantine-discarded',
])

/**
 * Whether the time that a person signed fits its place in the log: not before the entry that stands in front of it, at
 * `lastTime`, and not after its own. So that what people signed cannot be put into another order. True for what is signed
 * elsewhere, by another clock.
 */
export function isSignedInTime(entry: Pick<LogEntry, 'kind' | 'data' | 'time'>, lastTime: string): boolean {
  const { statement } = entry.data as { readonly statement?: { readonly time: string } }
  if (statement === undefined || !(AT_ONCE.has(entry.kind) || isOfTheRoom(entry))) return true
  return lastTime <= statement.time && statement.time <= entry.time
}

function isOfTheRoom({ kind, data }: Pick<LogEntry, 'kind' | 'data'>): boolean {
  const isAnswer = kind === 'approval-given' || kind === 'approval-refused'
  return isAnswer && 'via' in data && data.via === 'room'
}
