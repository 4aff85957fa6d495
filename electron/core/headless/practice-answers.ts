import { hexToBytes } from '../../../shared/bytes.ts'
import { toWords } from '../../../shared/ledger/words.ts'
import type { ClockReading } from '../../../shared/room/clock-check.ts'
import type { Heard, ReadBackQuestion, Seat } from './answers.ts'

/** No other clock is at hand in a rehearsal: two people read this computer's own. */
export function practiceReading(now: string, present: readonly Seat[], at: 0 | 1): ClockReading {
  const reference = `practice clock ${String(at + 1)}, as this computer`
  return { reference, person: (present[at] ?? present[0])?.person ?? '', says: now, readAt: now }
}

/** What somebody types who hears every word rightly. */
export function practiceHeard({ digest, words, form, how, outside, listeners, readers }: ReadBackQuestion): Heard {
  const listener = listeners.at(-1)?.person ?? ''
  const reader = outside === null ? (readers.find(({ person }) => person !== listener)?.person ?? '') : null
  const spelt = form === 'hex' ? digest.slice(0, words * 2) : toWords(hexToBytes(digest)).slice(0, words).join(' ')
  return { reader, listener, typed: how === 'typed' ? spelt : null }
}

/** A bag from the roll of the rehearsal, for each thing. */
export function practiceBag(stored: string | null, next: number): { opened: string | null; sealed: string } {
  return { opened: stored, sealed: `PRACTICE-${String(next).padStart(4, '0')}` }
}
