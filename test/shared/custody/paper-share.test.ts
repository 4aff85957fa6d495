import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkPaperWords, PAPER_WORDS, paperWords, readPaperShare } from '../../../shared/custody/paper-share.ts'
import { type Failure, OperationError } from '../../../shared/failure.ts'
import { THREE_SYLLABLE_WORDS, TWO_SYLLABLE_WORDS } from '../../../shared/ledger/word-lists.ts'
import { failureOf } from '../../support/failure.ts'

const SET = '00112233445566778899aabbccddeeff'
const SHARE = Uint8Array.from({ length: 33 }, (_, at) => (at * 91 + 17) & 0xff)
const WORDS = paperWords(SET, SHARE)
const shares = fc.uint8Array({ minLength: 33, maxLength: 33 })
const places = fc.nat({ max: PAPER_WORDS - 1 })

function refusalOf(words: readonly string[]): Failure {
  try {
    readPaperShare(words.join(' '), SET)
  } catch (error) {
    if (error instanceof OperationError) return error.failure
    throw error
  }
  return expect.fail('nothing was thrown')
}

function positionOf(words: readonly string[]): unknown {
  const { code, detail } = refusalOf(words)
  expect(code).toBe('share-word-wrong')
  return detail?.['position']
}

describe('A share on paper', () => {
  it('is forty words, read back whatever their case and what stands between them', () => {
    expect(WORDS).toHaveLength(40)
    fc.assert(
      fc.property(shares, fc.constantFrom(' ', '\n', '  \t', ', ', ' 7. '), fc.boolean(), (share, between, loud) => {
        const typed = paperWords(SET, share).join(between)
        expect(readPaperShare(` ${loud ? typed.toUpperCase() : typed.toLowerCase()}\n`, SET)).toEqual(share)
      }),
    )
  })

  it('names the place of every single word that was taken for another word of its list: 40 x 255, all of them', () => {
    let named = 0
    for (let at = 0; at < PAPER_WORDS; at++) {
      for (const word of at % 2 === 0 ? TWO_SYLLABLE_WORDS : THREE_SYLLABLE_WORDS) {
        if (word === WORDS[at]) continue
        const { complete, wrong } = checkPaperWords(`${WORDS.toSpliced(at, 1, word).join(' ')} `)
        if (!complete && wrong?.why === 'mistaken' && wrong.position === at + 1) named++
      }
    }
    expect(named).toBe(40 * 255)
  })

  it('names the place of a mistyped word: letters left out, added, changed or swapped', () => {
    const letter = fc.integer({ min: 97, max: 122 }).map((code) => String.fromCharCode(code))
    const slip = fc.constantFrom('drop', 'add', 'change', 'swap')
    fc.assert(
      fc.property(shares, places, slip, letter, fc.nat(), (share, at, kind, by, where) => {
        const words = paperWords(SET, share)
        const word = words[at] ?? ''
        const place = where % (word.length - 1)
        const typed = mistyped(word, kind, by, place)
        fc.pre(typed.toLowerCase() !== word.toLowerCase())
        expect(positionOf(words.toSpliced(at, 1, typed))).toBe(at + 1)
      }),
      { numRuns: 3_000 },
    )
  })

  it('tells that two or three words are wrong, without naming one that may be right', () => {
    const changed = fc.uniqueArray(fc.tuple(fc.nat({ max: 39 }), fc.integer({ min: 1, max: 255 })), {
      minLength: 2,
      maxLength: 3,
      selector: ([at]) => at,
    })
    fc.assert(
      fc.property(changed, (changes) => {
        const words = [...WORDS]
        for (const [at, by] of changes) {
          const list = at % 2 === 0 ? TWO_SYLLABLE_WORDS : THREE_SYLLABLE_WORDS
          words[at] = list[(list.indexOf(words[at] ?? '') + by) % 256] ?? ''
        }
        expect(positionOf(words)).toBeUndefined()
      }),
      { numRuns: 1_000 },
    )
  })

  it('hears a word that was left out, repeated or swapped, at the place', () => {
    fc.assert(
      fc.property(fc.nat({ max: PAPER_WORDS - 2 }), (at) => {
        const here = WORDS[at] ?? ''
        expect(positionOf(WORDS.toSpliced(at, 1))).toBe(at + 1)
        expect(positionOf(WORDS.toSpliced(at, 0, here))).toBe(at + 2)
        expect(positionOf(WORDS.toSpliced(at, 2, WORDS[at + 1] ?? '', here))).toBe(at + 1)
      }),
    )
    expect(positionOf([...WORDS, 'aardvark'])).toBe(41)
    expect(failureOf(() => readPaperShare(WORDS.slice(0, 39).join(' '), SET))).toBe('share-missing')
    expect(failureOf(() => readPaperShare('', SET))).toBe('share-missing')
  })

  it('is judged at every key: what is growing is not wrong before it cannot become a word', () => {
    const whole = WORDS.join(' ')
    for (let end = 0; end < whole.length; end++) {
      expect(checkPaperWords(whole.slice(0, end))).not.toHaveProperty('wrong')
    }
    expect(checkPaperWords(whole)).toEqual({ count: 40, complete: true })
    expect(checkPaperWords('xyl')).toEqual({ count: 1, complete: false, wrong: { position: 1, why: 'unknown' } })
    const half = (WORDS[0] ?? '').slice(0, -1)
    expect(checkPaperWords(half)).toEqual({ count: 1, complete: false })
    expect(checkPaperWords(`${half} `).wrong).toEqual({ position: 1, why: 'unknown' })
  })

  it('knows the paper of another set', () => {
    expect(failureOf(() => readPaperShare(WORDS.join(' '), SET.replace('00', '01')))).toBe('share-of-other-set')
  })

  it('says no word of it in a message', () => {
    for (const words of [WORDS.toSpliced(7, 1, 'specimen'), WORDS.toSpliced(7, 1, 'secretary'), WORDS.toReversed()]) {
      const said = JSON.stringify(refusalOf(words)).toLowerCase()
      for (const word of words) expect(said).not.toContain(word.toLowerCase())
    }
  })
})

function mistyped(word: string, kind: string, by: string, at: number): string {
  const letters = [...word]
  switch (kind) {
    case 'drop':
      return letters.toSpliced(at, 1).join('')
    case 'add':
      return letters.toSpliced(at, 0, by).join('')
    case 'change':
      return letters.toSpliced(at, 1, by).join('')
    default:
      return letters.toSpliced(at, 2, letters[at + 1] ?? '', letters[at] ?? '').join('')
  }
}
