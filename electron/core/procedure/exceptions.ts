import { fail } from '../../../shared/failure.ts'
import type { ExceptionStatement } from '../../../shared/procedure/approval.ts'
import { currentStep, type RunState } from '../../../shared/procedure/run-state.ts'
import { toInstant } from '../clock.ts'
import type { Facility } from '../facility/facility.ts'
import { findPerson } from '../people/find-person.ts'
import { type Hand, type SigningPlace, signStatement } from '../people/signer.ts'
import { findOpenRun } from './current-step.ts'

export interface Deviation {
  readonly expected: string
  readonly happened: string
}

/** Throws person-unknown, person-not-present, run-not-open. */
export function raiseException(
  { facility }: Pick<SigningPlace, 'facility'>,
  runId: string,
  by: string,
  given: Deviation,
): RunState {
  const run = findOpenRun(facility.state, runId)
  const person = findPerson(facility.state, by)
  if (run.attendance.length > 0 && !run.present.some((seat) => seat.person === by)) {
    throw fail('person-not-present', `${person.name} is not in the room according to the log.`)
  }
  return append(facility, run, given, by)
}

/** What Conclave itself noticed, a step that comes too late for instance. Anybody present decides it. */
export function raiseAutomatically(facility: Facility, run: RunState, given: Deviation): RunState {
  return append(facility, run, given, null)
}

function append(facility: Facility, run: RunState, given: Deviation, actor: string | null): RunState {
  const step = currentStep(run)
  facility.append('exception-raised', { ...given }, { run: run.id, step: step?.step.id ?? null, actor })
  checkpointBeforeSignOff(facility, run)
  return run
}

/** Throws step-not-ready, person-not-present, exception-decider, and what withSigner does. */
export async function decideException(
  place: SigningPlace,
  runId: string,
  index: number,
  hand: Hand,
  given: { readonly decision: 'continue' | 'abort'; readonly reason: string },
): Promise<RunState> {
  const { facility } = place
  const run = findOpenRun(facility.state, runId)
  const exception = run.exceptions.find((one) => one.index === index)
  if (exception === undefined || exception.decided !== null) {
    throw fail('step-not-ready', 'There is no such deviation that waits for a decision.')
  }
  const person = findPerson(facility.state, hand.person)
  if (run.attendance.length > 0 && !run.present.some((seat) => seat.person === person.id)) {
    throw fail('person-not-present', `${person.name} is not in the room according to the log.`)
  }
  if (exception.by === person.id) {
    throw fail('exception-decider', `${person.name} noticed this deviation. Somebody else decides what becomes of it.`)
  }
  const signed = await signStatement(place, hand, ({ credential }): ExceptionStatement => ({
    type: 'conclave-exception/v1',
    facility: facility.state.founded.origin,
    run: run.id,
    step: exception.step,
    plan: run.planDigest,
    exception: index,
    ...given,
    person: person.id,
    credential: credential.id,
    time: toInstant(facility.clock.now()),
  }))
  facility.append('exception-decided', signed, { run: run.id, step: exception.step, actor: person.id })
  checkpointBeforeSignOff(facility, run)
  return run
}

/** What is signed off must hold every exception. */
function checkpointBeforeSignOff(facility: Facility, run: RunState): void {
  const step = currentStep(run)
  if (step?.step.kind === 'sign-off' && step.signOffs.length === 0) facility.checkpoint()
}
