import { fail } from '../failure.ts'
import { THREE_SYLLABLE_WORDS, TWO_SYLLABLE_WORDS } from './word-lists.ts'

const TWO_SYLLABLE_BYTES = byteOf(TWO_SYLLABLE_WORDS)
const THREE_SYLLABLE_BYTES = byteOf(THREE_SYLLABLE_WORDS)

/**
 * PGP words, one for each byte. Two lists alternate, so that a word left out, said twice or swapped with its
 * neighbour is heard.
 */
export function toWords(bytes: Uint8Array): string[] {
  return Array.from(bytes, (byte, offset) => (offset % 2 === 0 ? TWO_SYLLABLE_WORDS : THREE_SYLLABLE_WORDS)[byte] ?? '')
}

/** Upper and lower case are the same to an ear. Fails with `invalid-request` at the first word that cannot stand there. */
export function fromWords(words: readonly string[]): Uint8Array {
  return Uint8Array.from(words, (word, offset) => {
    const [here, other] =
      offset % 2 === 0 ? [TWO_SYLLABLE_BYTES, THREE_SYLLABLE_BYTES] : [THREE_SYLLABLE_BYTES, TWO_SYLLABLE_BYTES]
    const byte = here.get(word.toLowerCase())
    if (byte !== undefined) return byte
    const why = other.has(word.toLowerCase())
      ? 'belongs to the other list: a word was left out, repeated or swapped'
      : 'is not in the PGP word list'
    throw fail('invalid-request', `Word ${offset + 1}, "${word}", ${why}.`, {
      remedy: 'Read the words again from the start.',
      detail: { position: offset + 1 },
    })
  })
}

function byteOf(words: readonly string[]): ReadonlyMap<string, number> {
  return new Map(words.map((word, byte) => [word.toLowerCase(), byte]))
}
