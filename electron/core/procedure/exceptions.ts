import { fail } from '../../../shared/failure.ts'
import type { EnrolledPerson } from '../../../shared/people/person.ts'
import type { ExceptionStatement } from '../../../shared/procedure/approval.ts'
import { deviationDigest } from '../../../shared/procedure/deviation-digest.ts'
import type { Deviation } from '../../../shared/procedure/deviation.ts'
import { currentStep, type RunState } from '../../../shared/procedure/run-state.ts'
import type { Facility } from '../facility/facility.ts'
import { findPerson } from '../people/find-person.ts'
import { type Hand, type SigningPlace, signStatement } from '../people/signer.ts'
import { findOpenRun } from './current-step.ts'
import { assertInRoom } from './in-room.ts'

/** Throws person-unknown, person-not-present, run-not-open. */
export function raiseException(
  { facility }: Pick<SigningPlace, 'facility'>,
  runId: string,
  by: string,
  given: Deviation,
): RunState {
  const run = findOpenRun(facility.state, runId)
  const person = findPerson(facility.state, by)
  assertInRoomOnceOpen(run, person)
  const step = currentStep(run)
  facility.append('exception-raised', { ...given }, { run: run.id, step: step?.step.id ?? null, actor: by })
  checkpointBeforeSignOff(facility, run)
  return run
}

/** A deviation that Conclave itself found. Who decides about it is up to the people. */
export function noteDeviation(facility: Facility, run: RunState, step: string | null, given: Deviation): void {
  facility.append('exception-raised', { ...given }, { run: run.id, step })
  checkpointBeforeSignOff(facility, run)
}

/** Writes what the step before found by itself; nothing when there is nothing. */
export function noteOwed(facility: Facility, run: RunState): void {
  if (run.owed === null) return
  const { step, ...given } = run.owed
  noteDeviation(facility, run, step, given)
}

/** What becomes of a deviation, and why. */
export interface ExceptionChoice {
  readonly decision: 'continue' | 'abort'
  readonly reason: string
}

/** Throws step-not-ready, person-not-present, exception-decider, and what withSigner does. */
export async function decideException(
  place: SigningPlace,
  runId: string,
  index: number,
  hand: Hand,
  given: ExceptionChoice,
): Promise<RunState> {
  const { facility } = place
  const run = findOpenRun(facility.state, runId)
  const exception = run.exceptions.find((one) => one.index === index)
  if (exception === undefined || exception.decided !== null) {
    throw fail('step-not-ready', 'There is no such deviation that waits for a decision.')
  }
  const person = findPerson(facility.state, hand.person)
  assertInRoomOnceOpen(run, person)
  if (exception.by === person.id) {
    throw fail('exception-decider', `${person.name} noticed this deviation. Somebody else decides what becomes of it.`)
  }
  const signed = await signStatement(place, hand, (byline): ExceptionStatement => ({
    type: 'conclave-exception/v1',
    ...byline,
    run: run.id,
    step: exception.step,
    plan: run.planDigest,
    exception: index,
    deviation: deviationDigest(exception),
    ...given,
  }))
  facility.append('exception-decided', signed, { run: run.id, step: exception.step, actor: person.id })
  checkpointBeforeSignOff(facility, run)
  return run
}

/** Before the first person signed in, nobody is anywhere according to the log. */
function assertInRoomOnceOpen(run: RunState, person: EnrolledPerson): void {
  if (run.attendance.length > 0) assertInRoom(run, person)
}

/** What is signed off must hold every exception. */
function checkpointBeforeSignOff(facility: Facility, run: RunState): void {
  const step = currentStep(run)
  if (step?.step.kind === 'sign-off' && step.signOffs.length === 0) facility.checkpoint()
}
