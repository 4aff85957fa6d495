import type { FacilityState } from '../../../shared/facility/state.ts'
import { fail } from '../../../shared/failure.ts'
import type { LogEntry } from '../../../shared/ledger/entries.ts'
import { isPresent } from '../../../shared/procedure/attendance.ts'
import type { RunState } from '../../../shared/procedure/run-state.ts'
import { runOf, stepOf } from './wording.ts'

interface Author {
  readonly actor: string | null
  readonly role: string | null
}

const CONCLAVE: Author = { actor: null, role: null }

/**
 * Whom an entry names, in which role, and at which step: what everybody reads first. It is what the engine would have
 * written. `state` is before the entry. Throws log-inconsistent.
 */
export function checkAuthor(entry: LogEntry, state: FacilityState): void {
  const run = runOf(state, entry.run)
  const { actor, role } = authorOf(entry, run)
  if (entry.actor !== actor || entry.role !== role) throw inconsistent('it names somebody else, or another role')
  if (OF_THE_FACILITY.has(entry.kind) && entry.run !== null) throw inconsistent('it belongs to no run')
  if (!OF_A_STEP.has(entry.kind) && entry.step !== null) throw inconsistent('it belongs to no step')
  if (entry.kind === 'exception-raised') checkNoticed(actor, run)
}

function authorOf(entry: LogEntry, run: RunState | undefined): Author {
  switch (entry.kind) {
    case 'person-signed-in':
    case 'person-signed-out':
    case 'approval-given':
    case 'decision-given': {
      const { person, role } = entry.data.statement
      return { actor: person, role }
    }
    case 'sign-off-given': {
      const { person } = entry.data.statement
      return { actor: person, role: run?.present.find((seat) => seat.person === person)?.role ?? null }
    }
    case 'run-opened':
    case 'run-paused':
    case 'run-resumed':
    case 'run-aborted':
    case 'approval-refused':
    case 'exception-decided':
    case 'final-try-allowed':
    case 'share-dealt':
    case 'rehearsal-recorded':
    case 'log-reviewed':
    case 'quarantine-discarded':
    case 'action-closed':
      return { actor: entry.data.statement.person, role: null }
    case 'step-started': {
      const by = stepOf(run, entry.step)?.step.by
      // Who performs a step in a role is the business of the reducer.
      return by === undefined ? { actor: run?.starter ?? null, role: null } : { actor: entry.actor, role: by }
    }
    case 'exception-raised':
    case 'share-given':
    case 'share-refused':
      return { actor: entry.actor, role: null }
    default:
      return CONCLAVE
  }
}

const OF_THE_FACILITY: ReadonlySet<LogEntry['kind']> = new Set([
  'facility-founded',
  'facility-opened',
  'person-enrolled',
  'policy-adopted',
  'token-registered',
  'rehearsal-recorded',
  'log-reviewed',
  'quarantine-discarded',
  'action-closed',
])

/** All others are about a run, or the facility. */
const OF_A_STEP: ReadonlySet<LogEntry['kind']> = new Set([
  'step-started',
  'step-intended',
  'effect-recorded',
  'outcome-lost',
  'step-failed',
  'step-done',
  'approval-given',
  'approval-refused',
  'share-dealt',
  'share-given',
  'share-refused',
  'file-quarantined',
  'effect-reconciled',
  'final-try-allowed',
  'exception-raised',
  'exception-decided',
  'decision-given',
  'sign-off-given',
])

/** Before the first person signed in, nobody is anywhere according to the log. */
function checkNoticed(actor: string | null, run: RunState | undefined): void {
  if (actor === null || run === undefined || run.attendance.length === 0 || isPresent(run, actor)) return
  throw inconsistent('who noticed it was not in the room')
}

function inconsistent(why: string): Error {
  return fail('log-inconsistent', `What the entry says of its author does not hold: ${why}.`)
}
