import { createInterface } from 'node:readline/promises'
import { fail } from '../../../shared/failure.ts'
import { readDigest } from '../../../online/trust/expected-digests.ts'

/** Asks for the SHA-256 of each, as words or hex, on standard input; what is typed is not shown to be copied. */
export async function typedDigests(names: readonly string[]): Promise<readonly string[]> {
  const lines = createInterface({ input: process.stdin, output: process.stderr, terminal: process.stdin.isTTY })
  const digests: string[] = []
  try {
    const input = lines[Symbol.asyncIterator]()
    for (const name of names) {
      process.stderr.write(`${name}: type its SHA-256 as it is read to you, 32 words or 64 hex digits:\n`)
      const { value, done } = await input.next()
      if (done === true) {
        throw fail('receiver-not-pinned', `Nothing was pinned: no words were given for ${name}.`, {
          remedy: 'Type the words, or give --expect with a file of the digests as they came another way.',
        })
      }
      digests.push(readDigest(value, name))
    }
    return digests
  } finally {
    lines.close()
  }
}
