import { instant, slug } from '../ids.ts'
import { type Deviation, inOneText } from '../procedure/deviation.ts'
import { z } from '../zod.ts'

// standards.md 6.3: no network time. Two people read two references; the order of the log is its index, not its clock.

/** One reference clock, read aloud: what it said, and the host's time in that moment. */
export const clockReading = z.strictObject({
  reference: z.string().trim().min(1).max(80),
  /** Who read it. */
  person: slug,
  says: instant,
  readAt: instant,
})
export type ClockReading = z.infer<typeof clockReading>

/** Read from the system. `from`: the files; null where nothing could be read. */
export const hostClockFacts = z.strictObject({
  timeZone: z.string(),
  offsetMinutes: z.number().int(),
  /** Programs that may set the clock; null: not known. */
  syncServices: z.array(z.string()).nullable(),
  /** The battery clock minus the system clock, in seconds. */
  rtc: z.strictObject({ aheadSeconds: z.number().int(), from: z.string() }).nullable(),
})
export type HostClockFacts = z.infer<typeof hostClockFacts>

export const clockFinding = z.strictObject({
  about: z.enum(['reference', 'references', 'floor', 'last-entry', 'time-sync', 'time-zone', 'battery-clock']),
  severity: z.enum(['wrong', 'attention', 'unknown', 'ok']),
  words: z.string(),
})
export type ClockFinding = z.infer<typeof clockFinding>

export const clockCheck = z.strictObject({
  hostTime: instant,
  /** `offsetSeconds`: host minus reference. */
  references: z.array(clockReading.extend({ offsetSeconds: z.number().int(), ok: z.boolean() })).length(2),
  host: hostClockFacts,
  findings: z.array(clockFinding),
})
export type ClockCheck = z.infer<typeof clockCheck>

export interface ClockQuestion {
  readonly hostTime: string
  readonly readings: readonly [ClockReading, ClockReading]
  /** Most seconds between the host and a reference, and between the references. */
  readonly toleranceSeconds: number
  readonly lastEntry: string
  /** More days than this since the last entry call for a look. */
  readonly silentDays: number
  /** Instants that are certainly past: the build of this software, the last CRL, the issuer's notBefore. */
  readonly floors: readonly { readonly what: string; readonly at: string }[]
  readonly host: HostClockFacts
}

/** Every verdict with its words. A finding `wrong` means that nothing may be signed with this clock. */
export function checkClocks(question: ClockQuestion): ClockCheck {
  const { hostTime, readings, toleranceSeconds, host } = question
  const references = readings.map((reading) => {
    const offsetSeconds = secondsBetween(reading.says, reading.readAt)
    return { ...reading, offsetSeconds, ok: Math.abs(offsetSeconds) <= toleranceSeconds }
  })
  return {
    hostTime,
    references,
    host,
    findings: [
      ...references.map(({ reference, offsetSeconds, ok }) => ({
        about: 'reference' as const,
        severity: ok ? ('ok' as const) : ('wrong' as const),
        words: `This computer is ${apart(offsetSeconds, 'ahead of', 'behind')} ${reference}${ok ? '' : allowed(toleranceSeconds)}.`,
      })),
      compareReferences(question),
      ...checkFloors(question),
      checkLastEntry(question),
      ...checkHost(host, toleranceSeconds),
    ],
  }
}

/** The worst finding. */
export function clockVerdict({ findings }: ClockCheck): ClockFinding['severity'] {
  const order = ['wrong', 'attention', 'unknown'] as const
  return order.find((severity) => findings.some((finding) => finding.severity === severity)) ?? 'ok'
}

/** What somebody has to look at before this clock is relied on; null when there is nothing. */
export function clockDeviation({ findings }: Pick<ClockCheck, 'findings'>): Deviation | null {
  const looked = findings.filter(({ severity }) => severity === 'attention')
  if (looked.length === 0) return null
  return {
    expected:
      'Only people set the clock of this computer, its battery clock agrees with it, and the log was written to not long ago.',
    happened: inOneText(looked.map(({ words }) => words)),
  }
}

function compareReferences({ readings: [a, b], toleranceSeconds }: ClockQuestion): ClockFinding {
  const about = 'references'
  if (a.person === b.person) {
    return { about, severity: 'wrong', words: 'One person read both references; two people are needed.' }
  }
  if (a.reference.toLowerCase() === b.reference.toLowerCase()) {
    return { about, severity: 'wrong', words: `Both people read ${a.reference}; two different references are needed.` }
  }
  // The two are read one after the other: what the host counted between the readings is not a difference.
  const difference = secondsBetween(b.says, b.readAt) - secondsBetween(a.says, a.readAt)
  const ok = Math.abs(difference) <= toleranceSeconds
  const words = `${a.reference} is ${apart(difference, 'ahead of', 'behind')} ${b.reference}${ok ? '' : allowed(toleranceSeconds)}.`
  return { about, severity: ok ? 'ok' : 'wrong', words }
}

function checkFloors({ hostTime, floors }: ClockQuestion): ClockFinding[] {
  return floors
    .filter(({ at }) => hostTime < at)
    .map(({ what, at }) => ({
      about: 'floor',
      severity: 'wrong',
      words: `This computer says ${hostTime}, which is before ${what} (${at}).`,
    }))
}

function checkLastEntry({ hostTime, lastEntry, silentDays }: ClockQuestion): ClockFinding {
  const about = 'last-entry'
  if (hostTime < lastEntry) {
    const words = `This computer says ${hostTime}, which is before the last entry of the log (${lastEntry}).`
    return { about, severity: 'wrong', words }
  }
  const days = Math.floor(secondsBetween(lastEntry, hostTime) / 86_400)
  const since = `The last entry of the log is ${days === 1 ? '1 day' : `${String(days)} days`} old`
  if (days <= silentDays) return { about, severity: 'ok', words: `${since}.` }
  return {
    about,
    severity: 'attention',
    words: `${since}, more than the ${String(silentDays)} days that are expected.`,
  }
}

function checkHost({ syncServices, timeZone, offsetMinutes, rtc }: HostClockFacts, tolerance: number): ClockFinding[] {
  const about = { sync: 'time-sync', zone: 'time-zone', rtc: 'battery-clock' } as const
  const sync: ClockFinding =
    syncServices === null
      ? { about: about.sync, severity: 'unknown', words: 'Whether a program sets the clock cannot be read here.' }
      : syncServices.length === 0
        ? { about: about.sync, severity: 'ok', words: 'No program that sets the clock is running.' }
        : { about: about.sync, severity: 'attention', words: `${syncServices.join(', ')} may set the clock.` }
  const zone = `The time zone of this computer is ${timeZone}, ${utcOffset(offsetMinutes)}; the log is in UTC.`
  return [sync, { about: about.zone, severity: 'ok', words: zone }, batteryClock(rtc, tolerance)]
}

function batteryClock(rtc: HostClockFacts['rtc'], tolerance: number): ClockFinding {
  const about = 'battery-clock'
  if (rtc === null) return { about, severity: 'unknown', words: 'The battery clock cannot be read here.' }
  const words = `The battery clock is ${apart(rtc.aheadSeconds, 'ahead of', 'behind')} the system clock.`
  return { about, severity: Math.abs(rtc.aheadSeconds) <= tolerance ? 'ok' : 'attention', words }
}

function secondsBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 1000)
}

function apart(seconds: number, ahead: string, behind: string): string {
  if (seconds === 0) return 'level with'
  return `${String(Math.abs(seconds))} s ${seconds > 0 ? ahead : behind}`
}

function allowed(toleranceSeconds: number): string {
  return `; the policy allows ${String(toleranceSeconds)} s`
}

function utcOffset(minutes: number): string {
  if (minutes === 0) return 'UTC'
  const digits = (value: number): string => String(value).padStart(2, '0')
  const size = Math.abs(minutes)
  return `UTC${minutes > 0 ? '+' : '-'}${digits(Math.floor(size / 60))}:${digits(size % 60)}`
}
