/**
 * How long a passphrase holds against somebody who has the key file and guesses. It counts what guessers try first: common
 * words, repetitions, rows of the keyboard, years. It is an estimate, rather too low than too high, and knows nothing of what
 * people know of each other. The window and core ask the same function.
 */
export interface PassphraseStrength {
  /** Guesses that are needed, as a power of two. */
  readonly bits: number
  readonly level: 'refused' | 'enough' | 'good' | 'strong'
  /** What would make it stronger, most useful first; empty where nothing needs to. */
  readonly advice: readonly string[]
}

export const PASSPHRASE_MINIMUM = { characters: 12, bits: 38 } as const
/** From here on a better one is of no use. */
export const PASSPHRASE_STRONG_BITS = 64
const GOOD_BITS = 50

/** A word of a list of some eight thousand. */
const WORD_BITS = 13
/** What is tried first, whatever it is. */
const COMMON_BITS = 6
const MORE_WORDS = 'Another word that does not belong to the others makes it much stronger.'

const COMMON = new Set(
  (
    'password passwort passphrase passwd pass letmein welcome admin administrator root secret login master hello test ' +
    'qwerty qwertz azerty asdf dragon monkey football baseball sunshine princess iloveyou love abc god money summer winter ' +
    'spring autumn january february march april june july august september october november december monday friday ' +
    'the a an of and or in on at to is it my me our your his her own with for from by no not yes we you they this that all ' +
    'conclave ceremony certificate authority company changeme default correct horse battery staple'
  ).split(' '),
)
const ROWS = [
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qwertzuiop',
  'yxcvbnm',
  '01234567890',
]

interface Piece {
  readonly text: string
  readonly bits: number
  readonly why: 'fine' | 'common' | 'repeated' | 'row'
}

export function passphraseStrength(passphrase: string): PassphraseStrength {
  const text = passphrase.normalize('NFC')
  const pieces = weigh(text.match(/\p{L}[\p{L}\p{M}]*|\p{N}+|[^\p{L}\p{N}]+/gu) ?? [])
  const bits = Math.floor(pieces.reduce((sum, piece) => sum + piece.bits, 0))
  const isLongEnough = [...text].length >= PASSPHRASE_MINIMUM.characters
  const level = isLongEnough ? levelOf(bits) : 'refused'
  if (level === 'strong') return { bits, level, advice: [] }
  return { bits, level, advice: level === 'good' ? [MORE_WORDS] : adviceFor(pieces, isLongEnough) }
}

function levelOf(bits: number): PassphraseStrength['level'] {
  if (bits < PASSPHRASE_MINIMUM.bits) return 'refused'
  if (bits < GOOD_BITS) return 'enough'
  return bits < PASSPHRASE_STRONG_BITS ? 'good' : 'strong'
}

function weigh(parts: readonly string[]): Piece[] {
  const seen = new Set<string>()
  return parts.map((text) => {
    const plain = text.toLowerCase()
    const isAgain = seen.has(plain)
    seen.add(plain)
    if (/^\s+$/u.test(text)) return { text, bits: 0, why: 'fine' }
    if (isAgain) return { text, bits: 1, why: 'repeated' }
    return weighOne(text, plain)
  })
}

function weighOne(text: string, plain: string): Piece {
  const length = [...plain].length
  const distinct = new Set(plain).size
  if (COMMON.has(plain)) return { text, bits: COMMON_BITS, why: 'common' }
  if (length > 3 && isRow(plain)) return { text, bits: 4 + Math.log2(length), why: 'row' }
  if (length > 3 && distinct <= 2) return { text, bits: 4 + Math.log2(length), why: 'repeated' }
  if (/^(19|20)\d\d$/u.test(plain)) return { text, bits: 7, why: 'common' }
  if (/^\p{N}/u.test(plain)) return { text, bits: 3.3 * Math.min(length, distinct + 2), why: 'fine' }
  if (!/^\p{L}/u.test(plain)) return { text, bits: 3 * Math.min(length, distinct), why: 'fine' }
  // A word may be guessed whole; letters without sense only one by one.
  const letters = 4.2 * Math.min(length, distinct * 2)
  return { text, bits: (looksLikeWord(plain) ? Math.min(letters, WORD_BITS) : letters) + capitals(text), why: 'fine' }
}

function isRow(text: string): boolean {
  const backwards = [...text].toReversed().join('')
  return ROWS.some((row) => row.includes(text) || row.includes(backwards))
}

/** Vowels where words have them; a script without these letters is taken for words. */
function looksLikeWord(text: string): boolean {
  const plain = text.normalize('NFD').replaceAll(/\p{M}/gu, '')
  if (!/^[a-z]+$/u.test(plain)) return true
  return /[aeiouy]/u.test(plain) && !/[^aeiouy]{5,}/u.test(plain) && !/[aeiouy]{5,}/u.test(plain)
}

/** A capital in the beginning is no surprise; elsewhere it is. */
function capitals(text: string): number {
  const inside = [...text].slice(1).filter((letter) => letter !== letter.toLowerCase()).length
  return Math.min(inside, 4)
}

function adviceFor(pieces: readonly Piece[], isLongEnough: boolean): string[] {
  const found = (why: Piece['why']): string[] => pieces.filter((piece) => piece.why === why).map(({ text }) => text)
  const advice: string[] = []
  if (!isLongEnough) advice.push(`It needs at least ${String(PASSPHRASE_MINIMUM.characters)} characters.`)
  if (found('common').length > 0) advice.push('It has a word or a year in it that is tried first.')
  if (found('row').length > 0) advice.push('Letters or digits in a row are tried early.')
  if (found('repeated').length > 0) advice.push('What is said twice adds nothing.')
  return [...advice, MORE_WORDS]
}
