import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ClockQuestion, checkClocks, clockCheck, clockVerdict } from '../../../shared/room/clock-check.ts'

const NOON = Date.parse('2026-11-25T12:00:00.000Z')
const at = (seconds: number): string => new Date(NOON + seconds * 1000).toISOString()
const DAY = 86_400

const GOOD: ClockQuestion = {
  hostTime: at(90),
  readings: [
    { reference: 'GPS clock', person: 'ann', says: at(-2), readAt: at(0) },
    { reference: 'Telephone', person: 'ben', says: at(63), readAt: at(60) },
  ],
  toleranceSeconds: 10,
  lastEntry: at(-DAY * 10),
  silentDays: 200,
  floors: [{ what: 'the build of this software', at: at(-DAY * 100) }],
  host: { timeZone: 'UTC', offsetMinutes: 0, syncServices: [], rtc: { aheadSeconds: 1, from: '/sys/class/rtc/rtc0' } },
}
const [GPS, PHONE] = GOOD.readings

function severities(question: ClockQuestion): string[] {
  return checkClocks(question).findings.flatMap(({ about, severity }) =>
    severity === 'ok' ? [] : [`${about} ${severity}`],
  )
}

describe('checkClocks', () => {
  it('is content with two references that agree', () => {
    const check = checkClocks(GOOD)
    expect(clockVerdict(check)).toBe('ok')
    expect(check.references.map(({ offsetSeconds }) => offsetSeconds)).toEqual([2, -3])
    expect(clockCheck.parse(check)).toEqual(check)
  })

  it('holds each reference against the tolerance, to the second', () => {
    fc.assert(
      fc.property(fc.integer({ min: -40, max: 40 }), fc.integer({ min: -40, max: 40 }), (a, b) => {
        const question: ClockQuestion = {
          ...GOOD,
          readings: [
            { ...GPS, says: at(0), readAt: at(a) },
            { ...PHONE, says: at(50), readAt: at(50 + b) },
          ],
        }
        const within = Math.abs(a) <= 10 && Math.abs(b) <= 10 && Math.abs(a - b) <= 10
        expect(clockVerdict(checkClocks(question))).toBe(within ? 'ok' : 'wrong')
      }),
    )
  })

  it('finds references that disagree although the host is between them', () => {
    const readings = [
      { ...GPS, says: at(-8) },
      { ...PHONE, says: at(68) },
    ] as const
    expect(severities({ ...GOOD, readings })).toEqual(['references wrong'])
  })

  it('wants two people and two references', () => {
    expect(severities({ ...GOOD, readings: [GPS, { ...PHONE, person: 'ann' }] })).toEqual(['references wrong'])
    expect(severities({ ...GOOD, readings: [GPS, { ...PHONE, reference: 'gps clock' }] })).toEqual(['references wrong'])
  })

  it('refuses a host that is before what is certainly past', () => {
    expect(severities({ ...GOOD, lastEntry: at(91) })).toEqual(['last-entry wrong'])
    expect(severities({ ...GOOD, lastEntry: at(90) })).toEqual([])
    expect(severities({ ...GOOD, floors: [{ what: 'CRL 3', at: at(DAY) }] })).toEqual(['floor wrong'])
  })

  it('wants a look when the log was silent for longer than expected', () => {
    expect(severities({ ...GOOD, lastEntry: at(90 - DAY * 200) })).toEqual([])
    expect(severities({ ...GOOD, lastEntry: at(90 - DAY * 201) })).toEqual(['last-entry attention'])
  })

  it('says what the host does with its clock, and what cannot be known', () => {
    const host = { ...GOOD.host, syncServices: ['chronyd'], rtc: { aheadSeconds: -3600, from: '/sys' } }
    expect(severities({ ...GOOD, host })).toEqual(['time-sync attention', 'battery-clock attention'])
    expect(severities({ ...GOOD, host: { ...host, syncServices: null, rtc: null } })).toEqual([
      'time-sync unknown',
      'battery-clock unknown',
    ])
  })

  it('names the time zone', () => {
    const host = { ...GOOD.host, timeZone: 'Asia/Kolkata', offsetMinutes: 330 }
    expect(checkClocks({ ...GOOD, host }).findings.map(({ words }) => words)).toContain(
      'The time zone of this computer is Asia/Kolkata, UTC+05:30; the log is in UTC.',
    )
  })
})
