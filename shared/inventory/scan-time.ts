import { DerError } from '../pki/der-reader.ts'

const SECONDS_A_DAY = 86_400

/** A UTCTime or GeneralizedTime as RFC 5280 §4.1.2.5 allows it (seconds, Zulu, no fraction), in seconds since 1970. */
export function scanTime(der: Uint8Array, start: number, end: number): number {
  const isUtc = der[start] === 0x17
  const digits = isUtc ? 12 : 14
  const at = start + 2
  if (end - at !== digits + 1 || der[at + digits] !== 0x5a)
    throw new DerError('a time that RFC 5280 does not allow', start)
  const short = two(der, at)
  const year = isUtc ? (short >= 50 ? 1900 : 2000) + short : short * 100 + two(der, at + 2)
  const rest = isUtc ? at + 2 : at + 4
  const month = two(der, rest)
  const day = two(der, rest + 2)
  const hour = two(der, rest + 4)
  const minute = two(der, rest + 6)
  const second = two(der, rest + 8)
  const isReal =
    month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month) && hour < 24 && minute < 60 && second < 60
  if (!isReal) throw new DerError('a time that does not exist', start)
  return daysSince1970(year, month, day) * SECONDS_A_DAY + hour * 3600 + minute * 60 + second
}

function two(der: Uint8Array, at: number): number {
  const tens = (der[at] ?? 0) - 0x30
  const ones = (der[at + 1] ?? 0) - 0x30
  if (tens < 0 || tens > 9 || ones < 0 || ones > 9) throw new DerError('a time with something else than digits', at)
  return tens * 10 + ones
}

function daysOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** The proleptic Gregorian calendar, with years that begin in March so that a leap day is the last one. */
function daysSince1970(year: number, month: number, day: number): number {
  const marchYear = month <= 2 ? year - 1 : year
  const era = Math.floor(marchYear / 400)
  const yearOfEra = marchYear - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
}
