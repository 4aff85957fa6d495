import { concatBytes, utf8ToBytes } from '../../../shared/bytes.ts'
import { PAPER_WORDS } from '../../../shared/custody/paper-share.ts'
import type { Terminal } from './terminal.ts'

const WORDS_A_LINE = 8
const LINES = PAPER_WORDS / WORDS_A_LINE
/** Clears the screen and what can be scrolled back to. */
const CLEAR = '\u001b[2J\u001b[3J\u001b[H'

/** The words of a share, typed line by line and never shown. */
export async function typedWords(terminal: Terminal, name: string): Promise<Uint8Array> {
  terminal.say(`${name} types the ${String(PAPER_WORDS)} words of their paper. They are not shown.`)
  const lines: Uint8Array[] = []
  try {
    for (let line = 0; line < LINES; line++) {
      const first = line * WORDS_A_LINE + 1
      const typed = await terminal.secret(`Words ${String(first)} to ${String(first + WORDS_A_LINE - 1)}:`)
      lines.push(typed, utf8ToBytes(' '))
    }
    return concatBytes(...lines)
  } finally {
    for (const line of lines) line.fill(0)
  }
}

/** Shows the words to their custodian, takes them off the screen again, and asks for what stands on the paper. */
export async function writeDown(
  terminal: Terminal,
  name: string,
  token: string,
  words: readonly string[],
): Promise<Uint8Array> {
  terminal.say(`A share of the PIN of ${token}, for ${name} alone. Everybody else looks away.`)
  for (let line = 0; line < LINES; line++)
    terminal.say(`  ${words.slice(line * WORDS_A_LINE, (line + 1) * WORDS_A_LINE).join('  ')}`)
  await terminal.ask('Write all of them down, then press Enter: they go away.')
  terminal.say(CLEAR)
  return typedWords(terminal, name)
}
