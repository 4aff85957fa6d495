import { concatBytes, equalBytes, hexToBytes } from '../bytes.ts'
import { fail } from '../failure.ts'
import { THREE_SYLLABLE_WORDS, TWO_SYLLABLE_WORDS } from '../ledger/word-lists.ts'
import { fromWords, toWords } from '../ledger/words.ts'
import { CHECK_BYTES, checkBytes, findWrong } from './check-words.ts'
import { SHARE_BYTES } from './secret-block.ts'

/** The first words tell the set, so that a paper of an older set is known as one. */
const SET_BYTES = 3
const TEXT_BYTES = SET_BYTES + SHARE_BYTES
/** Five lines of eight. */
export const PAPER_WORDS = TEXT_BYTES + CHECK_BYTES

/** A share as PGP words: three for the set, the share, four to find a typing mistake. The words are strings: they cannot be wiped. */
export function paperWords(set: string, share: Uint8Array): string[] {
  if (share.length !== SHARE_BYTES) throw fail('internal', 'What is to be printed is no share.')
  const text = concatBytes(setMark(set), share)
  const checked = concatBytes(text, checkBytes(text))
  try {
    return toWords(checked)
  } finally {
    text.fill(0)
    checked.fill(0)
  }
}

export interface WrongWord {
  /** Counted from 1; absent when more than one word is wrong and nobody can tell which. */
  readonly position?: number
  /**
   * `unknown`: no PGP word. `misplaced`: a word of the other list, as when one was left out, repeated or swapped. `mistaken`: a
   * word that could stand there and is not the one of the paper. `surplus`: after the last word.
   */
  readonly why: 'unknown' | 'misplaced' | 'mistaken' | 'surplus'
}

export interface PaperCheck {
  /** Words so far, the one that is being typed included. */
  readonly count: number
  readonly complete: boolean
  /** The first thing that is wrong. */
  readonly wrong?: WrongWord
}

/** For every key that is pressed: what is typed so far, in any case, separated by anything. */
export function checkPaperWords(typed: string): PaperCheck {
  const words = wordsOf(typed)
  const count = words.length
  const unfinished = /\p{L}$/u.test(typed) ? count - 1 : count
  for (const [offset, word] of words.entries()) {
    const why = offset < PAPER_WORDS ? whyNot(word, offset, offset === unfinished) : 'surplus'
    if (why !== undefined) return { count, complete: false, wrong: { position: offset + 1, why } }
  }
  // The last word may still be growing; so a whole paper is judged only when all its words are words.
  if (count < PAPER_WORDS || whyNot(words.at(-1) ?? '', PAPER_WORDS - 1, false) !== undefined) {
    return { count, complete: false }
  }
  const checked = fromWords(words)
  const place = findWrong(checked)
  checked.fill(0)
  if (place === 'nothing') return { count, complete: true }
  return { count, complete: false, wrong: { ...(place === 'several' ? {} : { position: place + 1 }), why: 'mistaken' } }
}

/**
 * The share on a paper, which the caller wipes. Fails with `share-word-wrong` (`detail.position` counted from 1, when it is
 * certain), with `share-missing` for words that are not there yet, and with `share-of-other-set`.
 */
export function readPaperShare(typed: string, set: string): Uint8Array {
  const { count, complete, wrong } = checkPaperWords(`${typed} `)
  if (wrong !== undefined) throw wordWrong(wrong)
  if (!complete) {
    throw fail('share-missing', `${count} of ${PAPER_WORDS} words were typed.`, {
      remedy: `Go on with word ${count + 1}.`,
      detail: { position: count + 1 },
    })
  }
  const checked = fromWords(wordsOf(typed))
  try {
    if (equalBytes(checked.subarray(0, SET_BYTES), setMark(set))) return checked.slice(SET_BYTES, TEXT_BYTES)
  } finally {
    checked.fill(0)
  }
  throw fail('share-of-other-set', 'This paper belongs to another set of shares, perhaps to one that was replaced.', {
    remedy: 'Take the paper of the set that is named on the screen.',
  })
}

function whyNot(word: string, offset: number, unfinished: boolean): WrongWord['why'] | undefined {
  const [here, other] =
    offset % 2 === 0 ? [TWO_SYLLABLE_WORDS, THREE_SYLLABLE_WORDS] : [THREE_SYLLABLE_WORDS, TWO_SYLLABLE_WORDS]
  const typed = word.toLowerCase()
  const same = unfinished
    ? (known: string) => known.toLowerCase().startsWith(typed)
    : (known: string) => known.toLowerCase() === typed
  if (here.some(same)) return undefined
  return other.some(same) ? 'misplaced' : 'unknown'
}

const WORDING: Readonly<Record<WrongWord['why'], string>> = {
  unknown: 'is no word of the list',
  misplaced: 'cannot stand there: a word was left out, repeated or swapped',
  mistaken: 'is not the one on the paper',
  surplus: 'is one too many',
}

/** The word itself is part of a secret, and stays out of the message. */
function wordWrong({ position, why }: WrongWord) {
  if (position === undefined) {
    return fail('share-word-wrong', 'More than one word is not the one on the paper.', {
      remedy: 'Compare every word with the paper.',
    })
  }
  return fail('share-word-wrong', `Word ${position} ${WORDING[why]}.`, {
    remedy: `Compare word ${position} with the paper.`,
    detail: { position },
  })
}

/** Line numbers and punctuation of a print may be typed along. */
function wordsOf(typed: string): string[] {
  return typed.split(/[^\p{L}]+/u).filter((word) => word !== '')
}

function setMark(set: string): Uint8Array {
  return hexToBytes(set).subarray(0, SET_BYTES)
}
