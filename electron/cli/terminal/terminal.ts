import { createInterface } from 'node:readline/promises'
import { fail } from '../../../shared/failure.ts'
import { normalizedSecret } from '../../core/people/normalized-secret.ts'
import { Interrupted } from '../command.ts'

const CTRL_C = 0x03
const CTRL_D = 0x04
const BACKSPACE = 0x08
const DELETE = 0x7f
const LINE_FEED = 0x0a
const RETURN = 0x0d
const LONGEST_SECRET = 1024

/** A person at a terminal. Questions go to standard error, so that standard output stays for the result. */
export class Terminal {
  readonly #input: NodeJS.ReadStream
  readonly #output: NodeJS.WriteStream

  constructor(input: NodeJS.ReadStream, output: NodeJS.WriteStream) {
    this.#input = input
    this.#output = output
    if (!input.isTTY) {
      throw fail('invalid-request', 'There is no terminal to ask on, and passphrases are not read from a pipe.', {
        remedy: 'Run it in a terminal; in a practice facility, --answers FILE does without.',
      })
    }
  }

  say(text: string): void {
    this.#output.write(`${text}\n`)
  }

  async ask(question: string): Promise<string> {
    const lines = createInterface({ input: this.#input, output: this.#output })
    try {
      return (
        await new Promise<string>((resolve, reject) => {
          lines.once('close', () => {
            reject(stopped())
          })
          lines.question(`${question} `).then(resolve, reject)
        })
      ).trim()
    } finally {
      lines.close()
    }
  }

  /** Asks again until the answer is yes or no. */
  async agree(question: string): Promise<boolean> {
    for (;;) {
      const answer = (await this.ask(`${question} (yes/no)`)).toLowerCase()
      if (answer === 'yes' || answer === 'y') return true
      if (answer === 'no' || answer === 'n') return false
    }
  }

  /** UTF-8 bytes, never shown; the caller wipes them. */
  async secret(question: string): Promise<Uint8Array> {
    this.#output.write(`${question} `)
    this.#input.setRawMode(true)
    this.#input.resume()
    try {
      return await this.#readSecret()
    } finally {
      this.#input.setRawMode(false)
      this.#input.pause()
      this.#output.write('\n')
    }
  }

  #readSecret(): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      const typed = new Uint8Array(LONGEST_SECRET)
      let length = 0
      const end = (settle: () => void): void => {
        this.#input.off('data', onData)
        settle()
        typed.fill(0)
      }
      const onData = (chunk: Buffer): void => {
        for (const octet of chunk) {
          if (octet === CTRL_C || octet === CTRL_D) {
            end(() => {
              reject(stopped())
            })
            return
          }
          if (octet === RETURN || octet === LINE_FEED) {
            // As the window does: PINs and passphrases are the same bytes wherever they are typed.
            const given = normalizedSecret(typed.subarray(0, length))
            end(() => {
              resolve(given)
            })
            chunk.fill(0)
            return
          }
          if (octet === BACKSPACE || octet === DELETE) length = lengthWithoutLast(typed, length)
          else if (octet >= 0x20 && length < LONGEST_SECRET) typed[length++] = octet
        }
        chunk.fill(0)
      }
      this.#input.on('data', onData)
    })
  }
}

/** One character back: the octets of a UTF-8 sequence belong together. */
function lengthWithoutLast(typed: Uint8Array, length: number): number {
  let at = length
  while (at > 0 && ((typed[at - 1] ?? 0) & 0xc0) === 0x80) at--
  return Math.max(0, at - 1)
}

function stopped(): Interrupted {
  return new Interrupted('Stopped. What is done is in the log; the run stays open. Go on with the same command.')
}
