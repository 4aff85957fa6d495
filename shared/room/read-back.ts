import { hexToBytes } from '../bytes.ts'
import { fail } from '../failure.ts'
import { digest } from '../ids.ts'
import { toWords } from '../ledger/words.ts'
import { z } from '../zod.ts'
import { diagnose, soundingLike } from './misheard.ts'

/** How much of a digest a step wants to hear, in words; a word and two hex digits are both one byte. */
export const readBackDemand = z.strictObject({
  form: z.enum(['words', 'hex', 'either']),
  /** Counted from the start; 32 is the whole digest. */
  words: z.number().int().min(4).max(32),
})
export type ReadBackDemand = z.infer<typeof readBackDemand>

/** What the step read-back writes. */
export const readBackOutput = z.strictObject({
  digest,
  form: z.enum(['words', 'hex']),
  /** How many words or pairs of digits were given, all of them right. */
  compared: z.number().int().min(4).max(32),
})
export type ReadBack = z.infer<typeof readBackOutput>

/**
 * Compares what somebody typed with a digest. Words may have any case, numbering and punctuation; hex any spacing. More
 * than is demanded may be given, and all of it must be right. Throws read-back-differs with the first `position`
 * (from 1), what was `said` there, what is `expected`, and the words `alike` that are easily confused with it.
 */
export function readBack(sha256: string, typed: string, demand: ReadBackDemand): ReadBack {
  const bytes = hexToBytes(sha256)
  const digits = asHex(typed)
  if (demand.form !== 'words' && digits !== null) {
    return compare({ digest: sha256, form: 'hex', said: digits, expected: sha256.match(/../g) ?? [], demand })
  }
  if (demand.form === 'hex') {
    throw fail('read-back-differs', 'This is not written in the digits 0 to 9 and a to f.', {
      remedy: 'Type the digest as hexadecimal digits, in groups of any size.',
    })
  }
  return compare({ digest: sha256, form: 'words', said: asWords(typed), expected: toWords(bytes), demand })
}

interface Comparison {
  readonly digest: string
  readonly form: 'words' | 'hex'
  readonly said: readonly string[]
  readonly expected: readonly string[]
  readonly demand: ReadBackDemand
}

function compare({ digest: sha256, form, said, expected, demand }: Comparison): ReadBack {
  const unit = form === 'words' ? 'word' : 'pair'
  const wrong = said.findIndex((text, at) => text.toLowerCase() !== expected[at]?.toLowerCase())
  if (wrong >= 0) throw differs(unit, wrong, said, expected)
  if (said.length < demand.words) {
    throw fail(
      'read-back-differs',
      `${String(said.length)} of ${String(demand.words)} ${unit}s were given; those are right.`,
      { remedy: `Go on with ${unit} ${String(said.length + 1)}.`, detail: { position: said.length + 1 } },
    )
  }
  return { digest: sha256, form, compared: said.length }
}

function differs(unit: 'word' | 'pair', at: number, said: readonly string[], expected: readonly string[]) {
  const position = at + 1
  const heard = said[at] ?? ''
  const right = expected[at]
  if (right === undefined) {
    return fail('read-back-differs', `There are only ${String(expected.length)} ${unit}s; "${heard}" is too many.`, {
      remedy: 'Read the digest again from the start.',
      detail: { position, said: heard },
    })
  }
  const alike = unit === 'word' ? soundingLike(right, at) : []
  const why = unit === 'word' ? diagnose(said, expected, at) : ''
  return fail(
    'read-back-differs',
    `${unit === 'word' ? 'Word' : 'Pair'} ${String(position)} is "${heard}"; the digest has "${right}".${why}`,
    {
      remedy: 'Read it again from the start. If it still differs, these are not the same bytes: record an exception.',
      detail: { position, said: heard, expected: right, alike },
    },
  )
}

/** Pairs of digits; an odd last digit stands alone and so differs. Null if anything else is written. */
function asHex(typed: string): string[] | null {
  const digits = typed.replace(/^\s*0x/i, '').replace(/[\s:.,;_-]+/g, '')
  return /^[0-9a-f]+$/i.test(digits) ? (digits.toLowerCase().match(/..?/g) ?? []) : null
}

function asWords(typed: string): string[] {
  return typed.split(/[^A-Za-z]+/).filter((word) => word !== '')
}
