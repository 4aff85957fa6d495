import { utf8ToBytes } from '../bytes.ts'
import { element, TAG } from './der.ts'

const FIRST_UTC_TIME = Date.UTC(1950, 0, 1)
const FIRST_GENERALIZED_TIME = Date.UTC(2050, 0, 1)
const END_OF_TIME = Date.UTC(9999, 11, 31, 23, 59, 59)

/** RFC 5280 §4.1.2.5 Time: UTCTime through 2049, GeneralizedTime from 2050. Milliseconds since the epoch, whole seconds. */
export function time(milliseconds: number): Uint8Array {
  const digits = timeDigits(milliseconds)
  if (milliseconds >= FIRST_GENERALIZED_TIME) return element(TAG.generalizedTime, utf8ToBytes(digits))
  return element(TAG.utcTime, utf8ToBytes(digits.slice(2)))
}

/** GeneralizedTime in any year: invalidityDate (RFC 5280 §5.3.2). */
export function generalizedTime(milliseconds: number): Uint8Array {
  return element(TAG.generalizedTime, utf8ToBytes(timeDigits(milliseconds)))
}

export function isEncodableTime(milliseconds: number): boolean {
  return (
    Number.isSafeInteger(milliseconds) &&
    milliseconds % 1000 === 0 &&
    milliseconds >= FIRST_UTC_TIME &&
    milliseconds <= END_OF_TIME
  )
}

function timeDigits(milliseconds: number): string {
  if (!isEncodableTime(milliseconds)) throw new RangeError('a Time is a whole second between 1950 and 9999')
  return `${new Date(milliseconds).toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`
}
