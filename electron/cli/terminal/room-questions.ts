import type { Heard, ReadBackQuestion, Seat } from '../../core/headless/answers.ts'
import { digestText } from '../format.ts'
import type { Terminal } from './terminal.ts'

/** The numbers as they are printed on the bags; nothing for no bag. */
export async function askBags(
  terminal: Terminal,
  item: string,
  stored: string | null,
): Promise<{ opened: string | null; sealed: string | null }> {
  terminal.say(`${item}: ${stored === null ? 'the log names no bag' : `the log has it in bag ${stored}`}.`)
  const opened = await terminal.ask(`Number of the bag that ${item} came out of (empty: none):`)
  const sealed = await terminal.ask(`Number of the bag that ${item} goes into (empty: none):`)
  return { opened: opened === '' ? null : opened, sealed: sealed === '' ? null : sealed }
}

/** Who reads, who hears, and what they type. A digest that comes from outside is not shown: it would only be copied. */
export async function askReadBack(
  terminal: Terminal,
  nameOf: (person: string) => string,
  question: ReadBackQuestion,
): Promise<Heard | null> {
  const { of, words, how, outside, listeners, readers } = question
  const isShown = outside === null || how === 'spoken'
  terminal.say(`SHA-256 of ${of}${isShown ? `:\n${digestText(question.digest, '  ')}` : ''}`)
  const reader = outside === null ? await chooseSeat(terminal, nameOf, readers, 'Who reads it aloud') : null
  const others = listeners.filter(({ person }) => person !== reader)
  const listener = await chooseSeat(terminal, nameOf, others, 'Who hears it')
  if (how === 'typed') {
    const typed = await terminal.ask(`${nameOf(listener)} types at least ${String(words)} words, as they are heard:`)
    return { reader, listener, typed }
  }
  const isEqual = await terminal.agree(`${nameOf(listener)}: are the first ${String(words)} words what you have?`)
  return isEqual ? { reader, listener, typed: null } : null
}

/** One of those who are here, by number or id. */
export async function chooseSeat(
  terminal: Terminal,
  nameOf: (person: string) => string,
  seats: readonly Seat[],
  question: string,
): Promise<string> {
  const names = seats.map(({ person }, index) => `${String(index + 1)}. ${nameOf(person)}`).join(', ')
  for (;;) {
    const answer = await terminal.ask(`${question} (${names})?`)
    const seat = seats[Number(answer) - 1] ?? seats.find(({ person }) => person === answer)
    if (seat !== undefined) return seat.person
  }
}
