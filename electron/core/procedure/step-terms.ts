import type { FacilityState } from '../../../shared/facility/state.ts'
import { fail } from '../../../shared/failure.ts'
import type { RunState, StepState } from '../../../shared/procedure/run-state.ts'
import { isLate, performersOf, stepTimes } from '../../../shared/procedure/step-terms.ts'
import { toInstant } from '../clock.ts'
import type { Facility } from '../facility/facility.ts'
import { findPerson } from '../people/find-person.ts'
import { assertGoesOn, assertSeated } from './attendance.ts'
import { noteDeviation } from './exceptions.ts'
import type { Performer } from './step-context.ts'

/**
 * Nothing begins before its time. What is late is an exception first: it is written here, and people decide. Throws
 * step-too-early, and what assertGoesOn does.
 */
export function assertMayBegin(facility: Facility, run: RunState, step: StepState): void {
  assertGoesOn(run)
  const now = facility.clock.now()
  const { notBefore, dueBy } = stepTimes(run, step)
  if (notBefore !== null && toInstant(now) < notBefore) {
    const left = Date.parse(notBefore) - now
    throw fail('step-too-early', `This step may not begin before ${clockTime(notBefore)}: ${leftWords(left)} left.`, {
      remedy: 'Wait. The time is part of the script.',
      detail: { notBefore },
    })
  }
  if (dueBy === null || !isLate(run, step, toInstant(now))) {
    assertSeatedFor(run, step)
    return
  }
  noteDeviation(facility, run, step.step.id, {
    expected: `Step ${String(step.number)}, "${step.step.title}", is done by ${clockTime(dueBy)}.`,
    happened: `It was not done at ${clockTime(toInstant(now))}.`,
  })
  assertGoesOn(run)
  assertSeatedFor(run, step)
}

/** Whoever the script needs is here, also while people approve and sign off; at the first step they are still coming. */
function assertSeatedFor(run: RunState, { step }: StepState): void {
  if (step.kind !== 'assemble') assertSeated(run)
}

/**
 * Who performs a step: somebody in its role, `chosen` if given. A step without a role is in the name of who started the run.
 * Throws role-not-present, role-not-allowed.
 */
export function findPerformer(state: FacilityState, run: RunState, step: StepState, chosen?: string): Performer {
  const { by } = step.step
  if (by === undefined) return { actor: run.starter, role: null }
  const seats = performersOf(run, step)
  const [first] = seats
  if (first === undefined) {
    throw fail('role-not-present', `This step is performed by the ${by}, and no ${by} is in the room.`, {
      remedy: 'Somebody signs in with this role, or the run is paused.',
    })
  }
  const seat = chosen === undefined ? first : seats.find(({ person }) => person === chosen)
  if (seat !== undefined) return { actor: seat.person, role: by }
  throw fail('role-not-allowed', `${findPerson(state, chosen ?? '').name} is not in the room as ${by}.`, {
    remedy: `This step is performed by the ${by}.`,
  })
}

/** "2026-11-29 14:05Z"; the seconds where they are not zero. */
function clockTime(instant: string): string {
  const text = instant.slice(0, 19).replace('T', ' ')
  return `${text.endsWith(':00') ? text.slice(0, -3) : text}Z`
}

/** "12 minutes are"; hours and days from there on. */
function leftWords(milliseconds: number): string {
  const minutes = Math.ceil(milliseconds / 60_000)
  const [count, unit] =
    minutes < 120
      ? [minutes, 'minute']
      : minutes < 2880
        ? [Math.ceil(minutes / 60), 'hour']
        : [Math.ceil(minutes / 1440), 'day']
  return count === 1 ? `1 ${unit} is` : `${String(count)} ${unit}s are`
}
