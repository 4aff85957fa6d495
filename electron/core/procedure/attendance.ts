import { fail } from '../../../shared/failure.ts'
import type { Role } from '../../../shared/ids.ts'
import { activeRoles } from '../../../shared/people/person.ts'
import type { AttendanceStatement } from '../../../shared/procedure/approval.ts'
import { isBeingSignedOff, isPresent, missingRoles, missingWords } from '../../../shared/procedure/attendance.ts'
import { mustAbort, openException } from '../../../shared/procedure/exceptions.ts'
import { isPlaybook } from '../../../shared/procedure/definition.ts'
import type { RunState } from '../../../shared/procedure/run-state.ts'
import { findPerson } from '../people/find-person.ts'
import { type Hand, type SigningPlace, signStatement } from '../people/signer.ts'
import { signAct } from './acts.ts'
import { findOpenRun } from './current-step.ts'
import { assertInRoom } from './in-room.ts'

/**
 * Nothing goes on while the room is empty or a deviation is undecided, nor after the decision that the run ends.
 * Throws run-paused, exception-open, run-must-end.
 */
export function assertGoesOn(run: RunState): void {
  assertNotHeld(run)
  if (!mustAbort(run)) return
  throw fail('run-must-end', 'It was decided that this run ends. Nothing more is done in it.', {
    remedy: 'Abort the run.',
  })
}

/**
 * The same for what people need who look what became of an unknown outcome: it has to be settled before the run can end.
 * Throws run-paused, exception-open.
 */
export function assertNotHeld(run: RunState): void {
  if (run.paused !== null) {
    throw fail('run-paused', `${run.plan.title} is paused since ${run.paused.at.slice(0, 16).replace('T', ' ')}Z.`, {
      remedy: 'Everybody whom the script needs signs in, then somebody goes on with it.',
    })
  }
  const exception = openException(run)
  if (exception === null) return
  throw fail('exception-open', `A deviation is not decided yet: ${exception.happened}`, {
    remedy: 'Somebody other than the one who noticed it decides whether the run goes on.',
    detail: { exception: exception.index },
  })
}

/** Throws person-not-present while somebody is missing whom the script needs. */
export function assertSeated(run: RunState): void {
  const missing = missingWords(run)
  if (missing === '') return
  throw fail('person-not-present', `The script needs ${missing} in the room.`, {
    remedy: 'They sign in, or the run is paused.',
  })
}

/** Throws role-not-allowed, person-removed, already-present, and what withSigner does. */
export async function signIn(place: SigningPlace, runId: string, hand: Hand, role: Role): Promise<RunState> {
  const { state } = place.facility
  const run = findOpenRun(state, runId)
  const person = findPerson(state, hand.person)
  assertMayMove(run)
  const roles = activeRoles(person)
  if (person.removedAt === null && !roles.includes(role)) {
    throw fail('role-not-allowed', `${person.name} does not have the role "${role}".`, {
      remedy: `Their roles: ${roles.join(', ')}.`,
    })
  }
  if (isPresent(run, person.id)) {
    throw fail('already-present', `${person.name} is in the room already. One person, one role.`, {
      remedy: 'To change the role, sign out first.',
    })
  }
  return record(place, run, hand, { act: 'sign-in', role, note: '' })
}

/** Throws person-not-present, and what withSigner does. */
export async function signOut(place: SigningPlace, runId: string, hand: Hand, note: string): Promise<RunState> {
  const { state } = place.facility
  const run = findOpenRun(state, runId)
  assertMayMove(run)
  const seat = run.present.find(({ person }) => person === hand.person)
  if (seat === undefined) {
    throw fail('person-not-present', `${findPerson(state, hand.person).name} is not in the room according to the log.`)
  }
  return record(place, run, hand, { act: 'sign-out', role: seat.role, note })
}

async function record(
  place: SigningPlace,
  run: RunState,
  hand: Hand,
  given: Pick<AttendanceStatement, 'act' | 'role' | 'note'>,
): Promise<RunState> {
  const { facility } = place
  const signed = await signStatement(place, hand, (byline): AttendanceStatement => ({
    type: 'conclave-attendance/v1',
    ...given,
    ...byline,
    run: run.id,
    plan: run.planDigest,
  }))
  const kind = given.act === 'sign-in' ? 'person-signed-in' : 'person-signed-out'
  facility.append(kind, signed, { run: run.id, actor: hand.person, role: given.role })
  return run
}

/** Everybody leaves: tokens are closed first, and the log is checkpointed, so that the night cannot change anything. */
export async function pauseRun(place: SigningPlace, runId: string, hand: Hand, reason: string): Promise<RunState> {
  const { facility, room } = place
  const run = findOpenRun(facility.state, runId)
  assertMayMove(run)
  if (run.paused !== null) throw fail('run-paused', 'The run is paused already.')
  assertInRoom(run, findPerson(facility.state, hand.person), 'Sign in first.')
  const signed = await signAct(place, hand, { act: 'pause-run', run, step: null, note: reason })
  // A playbook opens none; the ceremony beside it keeps its own.
  if (!isPlaybook(run.plan.definition)) for (const { token } of facility.state.tokens.values()) await room.close(token)
  facility.append('run-paused', signed, { run: run.id, actor: hand.person })
  facility.checkpoint()
  return run
}

/** Throws quorum-not-met while somebody is missing. */
export async function resumeRun(place: SigningPlace, runId: string, hand: Hand): Promise<RunState> {
  const { facility } = place
  const run = findOpenRun(facility.state, runId)
  if (run.paused === null) throw fail('step-not-ready', 'The run is not paused.')
  assertInRoom(run, findPerson(facility.state, hand.person), 'Sign in first.')
  if (missingRoles(run).length > 0) {
    throw fail('quorum-not-met', `The script needs ${missingWords(run)} in the room.`, {
      remedy: 'They sign in first.',
    })
  }
  const signed = await signAct(place, hand, { act: 'resume-run', run, step: null, note: '' })
  facility.append('run-resumed', signed, { run: run.id, actor: hand.person })
  facility.checkpoint()
  return run
}

function assertMayMove(run: RunState): void {
  if (!isBeingSignedOff(run)) return
  throw fail('step-not-ready', 'The run is being signed off by those who are here. Nobody comes or goes any more.', {
    remedy: 'Finish the sign-off.',
  })
}
