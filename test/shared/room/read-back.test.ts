import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesToHex } from '../../../shared/bytes.ts'
import { OperationError } from '../../../shared/failure.ts'
import { toWords } from '../../../shared/ledger/words.ts'
import { readBack, type ReadBackDemand } from '../../../shared/room/read-back.ts'

// The published example of the PGP word list, made up to 32 bytes.
const DIGEST = 'e58294f2e9a227486e8b061b31cc528fd7fa3f19000000000000000000000000'
const WORDS =
  'topmost Istanbul Pluto vagabond treadmill Pacific brackish dictator goldfish Medusa afflict bravado chatter ' +
  'revolver Dupont midsummer stopwatch whimsical cowbell bottomless'

const words = (count: number): ReadBackDemand => ({ form: 'words', words: count })
const EITHER: ReadBackDemand = { form: 'either', words: 20 }

function difference(typed: string, demand: ReadBackDemand) {
  try {
    readBack(DIGEST, typed, demand)
  } catch (error) {
    if (error instanceof OperationError && error.code === 'read-back-differs') return error.failure.detail ?? {}
    throw error
  }
  return expect.fail('nothing was thrown')
}

describe('readBack', () => {
  it('hears words of any case, numbering and punctuation', () => {
    expect(readBack(DIGEST, WORDS, words(20))).toEqual({ digest: DIGEST, form: 'words', compared: 20 })
    const list = WORDS.toUpperCase()
      .split(' ')
      .map((word, at) => `${String(at + 1)}. ${word},`)
    expect(readBack(DIGEST, list.join('\n'), EITHER).compared).toBe(20)
    expect(readBack(DIGEST, 'topmost, istanbul – Pluto; vagabond!', words(4)).compared).toBe(4)
  })

  it('reads hex of any spacing', () => {
    for (const typed of [
      DIGEST,
      DIGEST.toUpperCase(),
      `0x${DIGEST}`,
      DIGEST.replace(/(....)/g, '$1 '),
      DIGEST.replace(/(..)(?!$)/g, '$1:'),
    ])
      expect(readBack(DIGEST, typed, EITHER)).toEqual({ digest: DIGEST, form: 'hex', compared: 32 })
  })

  it('names the first place that differs', () => {
    expect(difference(WORDS.replace('brackish', 'bluebird'), words(20))).toMatchObject({
      position: 7,
      said: 'bluebird',
      expected: 'brackish',
    })
    expect(difference(WORDS.replace('Pluto ', ''), words(20))).toMatchObject({ position: 3, said: 'vagabond' })
    expect(difference('e58294f3', { form: 'hex', words: 4 })).toMatchObject({ position: 4, expected: 'f2' })
    expect(difference('e58294f', { form: 'hex', words: 4 })).toMatchObject({ position: 4, said: 'f' })
  })

  it('wants as much as the step demands, and every surplus word right', () => {
    expect(difference('topmost Istanbul Pluto', words(4))).toMatchObject({ position: 4 })
    expect(difference('', words(4))).toMatchObject({ position: 1 })
    expect(difference('topmost Istanbul Pluto vagabond aardvark', words(4))).toMatchObject({ position: 5 })
    expect(difference(`${DIGEST}00`, EITHER)).toMatchObject({ position: 33 })
  })

  it('does not take one form for the other', () => {
    expect(difference(WORDS, { form: 'hex', words: 4 })).toEqual({})
    expect(difference(DIGEST, words(4))).toMatchObject({ position: 1 })
  })

  it('names words that are easily confused', () => {
    expect(difference(WORDS.replace('revolver', 'recover'), words(20))).toMatchObject({
      position: 14,
      said: 'recover',
      expected: 'revolver',
      alike: ['recover'],
    })
  })

  it('accepts the digest in either form, and refuses any one byte that is changed', () => {
    const digests = fc.uint8Array({ minLength: 32, maxLength: 32 })
    fc.assert(
      fc.property(digests, fc.nat(31), fc.integer({ min: 1, max: 255 }), (bytes, at, flip) => {
        const sha256 = bytesToHex(bytes)
        expect(readBack(sha256, toWords(bytes).join(' '), { form: 'either', words: 32 }).form).toBe('words')
        expect(readBack(sha256, sha256, { form: 'either', words: 32 }).form).toBe('hex')
        const other = bytes.with(at, (bytes[at] ?? 0) ^ flip)
        for (const typed of [toWords(other).join(' '), bytesToHex(other)])
          expect(() => readBack(sha256, typed, { form: 'either', words: 32 })).toThrow(
            expect.objectContaining({ failure: expect.objectContaining({ code: 'read-back-differs' }) as unknown }),
          )
      }),
    )
  })
})
