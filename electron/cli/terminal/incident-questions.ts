import { actionKind, review, type Review } from '../../../shared/incident/actions.ts'
import type { Terminal } from './terminal.ts'

/** The text of a file takes the place of what Conclave wrote. */
export async function askMessage(terminal: Terminal, written: string): Promise<string> {
  terminal.say(written)
  const changed = await terminal.ask('Text that was sent instead (empty: this one, as it stands):')
  return changed === '' ? written : changed
}

export async function askMinutes(terminal: Terminal, ceremony: string): Promise<number> {
  for (;;) {
    const minutes = Number(await terminal.ask(`How many minutes would the ceremony ${ceremony} take?`))
    if (Number.isInteger(minutes) && minutes > 0) return minutes
  }
}

/** One thing a line; an empty line ends each list. */
export async function askReview(terminal: Terminal): Promise<Review> {
  const well = await askLines(terminal, 'What went well?')
  const badly = await askLines(terminal, 'What did not?')
  const lucky = await askLines(terminal, 'Where was there luck?')
  const factors = []
  for (const description of await askLines(terminal, 'Root causes?')) {
    factors.push({
      description,
      timeline: await askText(terminal, 'Since when?'),
      detection: await askText(terminal, 'How was it found?'),
      interaction: await askText(terminal, 'How did it act together with others?'),
      method: await askText(terminal, 'By which method was it found out?'),
    })
  }
  const actions = []
  for (const action of await askLines(terminal, 'What is promised?')) {
    actions.push({
      action,
      kind: actionKind.catch('Prevent').parse(await terminal.ask('Prevent, Mitigate or Detect?')),
      causes: numbersOf(await terminal.ask('Against which causes (numbers)?'), factors.length),
      owner: await askText(terminal, 'Who does it?'),
      due: await askDay(terminal),
      evaluation: await askText(terminal, 'By what does one see that it is done?'),
    })
  }
  const closes = []
  for (const id of await askLines(terminal, 'Which earlier actions are closed (action-0001)?'))
    closes.push({ action: id, note: await askText(terminal, 'Why?') })
  return review.parse({ well, badly, lucky, factors, actions, closes })
}

async function askLines(terminal: Terminal, question: string): Promise<string[]> {
  const lines: string[] = []
  for (;;) {
    const line = await terminal.ask(`${question} (empty: no more)`)
    if (line === '') return lines
    lines.push(line)
  }
}

async function askText(terminal: Terminal, question: string): Promise<string> {
  for (;;) {
    const text = await terminal.ask(question)
    if (text !== '') return text
  }
}

async function askDay(terminal: Terminal): Promise<string> {
  for (;;) {
    const day = await terminal.ask('Until which day (YYYY-MM-DD)?')
    if (/^\d{4}-\d\d-\d\d$/.test(day)) return day
  }
}

function numbersOf(text: string, highest: number): number[] {
  const numbers = [...text.matchAll(/\d+/g)].map(([digits]) => Number(digits))
  return numbers.filter((number) => number > 0 && number <= highest)
}
