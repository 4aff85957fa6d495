import { certificateOfKey, type FacilityState, isPractice } from '../../../../shared/facility/state.ts'
import { fail } from '../../../../shared/failure.ts'
import type { StepOutput } from '../../../../shared/procedure/outputs.ts'
import {
  checkClocks,
  clockDeviation,
  type ClockQuestion,
  type ClockReading,
} from '../../../../shared/room/clock-check.ts'
import { toInstant } from '../../clock.ts'
import { commonName } from '../../log/wording.ts'
import { findPerson } from '../../people/find-person.ts'
import { assertInRoom } from '../in-room.ts'
import type { StepContext } from '../step-context.ts'

/** A reading says what a clock showed in that moment; an old one says little about now. */
const READING_MINUTES = 10
/** The page and this program read the same clock one after the other. */
const SAME_MOMENT_MS = 2000

/**
 * Two people read two references (standards.md 6.3). A clock that is wrong fails the step: nothing may be signed with it.
 * Throws clock-differs, person-not-present.
 */
export function checkClock(context: StepContext<'check-clock'>): StepOutput<'check-clock'> {
  const { input, services, facility, run } = context
  if (input.kind !== 'check-clock') throw fail('invalid-request', 'This step wants two readings of two clocks.')
  const { clock, policy } = services.facility
  const now = clock.now()
  for (const reading of input.readings) {
    assertInRoom(run, findPerson(facility, reading.person), 'Whoever reads a clock signs in first.')
    assertFresh(reading, now)
  }
  const check = checkClocks({
    hostTime: toInstant(now),
    readings: input.readings,
    toleranceSeconds: policy.clockToleranceSeconds,
    // of this session there are entries of a moment ago
    lastEntry: facility.opened?.lastBefore ?? facility.foundedAt,
    silentDays: policy.silentDays,
    floors: floorsOf(facility),
    host: services.machine.clock(now),
  })
  const wrong = check.findings.filter(({ severity }) => severity === 'wrong')
  if (wrong.length > 0) {
    throw fail('clock-differs', wrong.map(({ words }) => words).join(' '), {
      remedy:
        'Two people read both references again. If this computer is wrong, set its clock and record an exception.',
      detail: { offsetSeconds: check.references.map(({ offsetSeconds }) => String(offsetSeconds)) },
    })
  }
  return { ...check, deviation: isPractice(facility) ? null : clockDeviation(check) }
}

function assertFresh({ reference, readAt }: ClockReading, now: number): void {
  const age = now - Date.parse(readAt)
  if (age >= -SAME_MOMENT_MS && age <= READING_MINUTES * 60_000) return
  throw fail('clock-differs', `The reading of ${reference} is not of the last ${String(READING_MINUTES)} minutes.`, {
    remedy: 'Read both references again.',
  })
}

/** What is certainly past: the end of the log, the newest CRL, the begin of the newest certificate of a key of ours. */
function floorsOf(state: FacilityState): ClockQuestion['floors'] {
  const crl = latest(state.crls, ({ thisUpdate }) => thisUpdate)
  const own = [...state.keys.values()].flatMap((key) => certificateOfKey(state, key) ?? [])
  const certificate = latest(own, ({ notBefore }) => notBefore)
  return [
    { what: 'the last entry of the log', at: state.lastTime },
    ...(crl === null ? [] : [{ what: `CRL ${String(crl.number)} of ${commonName(crl.issuer)}`, at: crl.thisUpdate }]),
    ...(certificate === null
      ? []
      : [{ what: `the certificate of ${commonName(certificate.subject)}`, at: certificate.notBefore }]),
  ]
}

function latest<T>(items: readonly T[], timeOf: (item: T) => string): T | null {
  return items.toSorted((a, b) => timeOf(a).localeCompare(timeOf(b))).at(-1) ?? null
}
