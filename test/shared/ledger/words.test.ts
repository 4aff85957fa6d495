import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hexToBytes } from '../../../shared/bytes.ts'
import { THREE_SYLLABLE_WORDS, TWO_SYLLABLE_WORDS } from '../../../shared/ledger/word-lists.ts'
import { fromWords, toWords } from '../../../shared/ledger/words.ts'
import { failureOf } from '../../support/failure.ts'

// The first is the published example of the list; the others were computed by another program.
const VECTORS: readonly (readonly [hex: string, words: string])[] = [
  [
    'e58294f2e9a227486e8b061b31cc528fd7fa3f19',
    'topmost Istanbul Pluto vagabond treadmill Pacific brackish dictator goldfish Medusa afflict bravado chatter ' +
      'revolver Dupont midsummer stopwatch whimsical cowbell bottomless',
  ],
  [
    'bdbcae98d5e9f80989a7cea5423c2950130ecbb51a19b11c8f893ca32635e3ad',
    'skullcap pyramid robust narrative sterling ultimate Vulcan applicant nightbird paragraph spyglass paperweight ' +
      'crowfoot crossover breakup embezzle Aztec Atlantic spheroid positive beehive bottomless sailboat Brazilian ' +
      'payday matchmaker cobra pandemic bookshelf conformist tissue perceptive',
  ],
  [
    '07b25186b675e4057ebb39d9646ef97252f310585929a5e317d8102aa8e6518f',
    'ahead pioneer drunken letterhead Scotland impartial tonic almighty locale publisher classroom supportive flytrap ' +
      'headwaters waffle holiness Dupont vertigo assume everyday endow certify reindeer torpedo banjo stupendous assume ' +
      'chambermaid retouch trombonist drunken midsummer',
  ],
  ['7c1e', 'kiwi Burlington'],
  ['e25a', 'tiger existence'],
  ['08c9', 'aimless retrospect'],
]

describe('PGP words', () => {
  it.each(VECTORS)('spells %s', (hex, words) => {
    expect(toWords(hexToBytes(hex)).join(' ')).toBe(words)
    expect(fromWords(words.split(' '))).toEqual(hexToBytes(hex))
  })

  it('has 512 different words', () => {
    expect(TWO_SYLLABLE_WORDS).toHaveLength(256)
    expect(THREE_SYLLABLE_WORDS).toHaveLength(256)
    expect(new Set([...TWO_SYLLABLE_WORDS, ...THREE_SYLLABLE_WORDS].map((word) => word.toLowerCase())).size).toBe(512)
  })

  it('is alphabetical, but for the one pair that the published list has out of order', () => {
    const outOfOrder = [TWO_SYLLABLE_WORDS, THREE_SYLLABLE_WORDS].flatMap((list) =>
      list.filter((word, at) => (list[at + 1] ?? '\uffff').toLowerCase() < word.toLowerCase()),
    )
    expect(outOfOrder).toEqual(['applicant'])
  })

  it('comes back from words, whatever their case', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect(fromWords(toWords(bytes).map((word) => word.toUpperCase()))).toEqual(bytes)
      }),
    )
  })

  it('hears any word left out, repeated or swapped with its neighbour', () => {
    const bytesAndPlace = fc
      .uint8Array({ minLength: 3, maxLength: 32 })
      .chain((bytes) => fc.tuple(fc.constant(toWords(bytes)), fc.nat({ max: bytes.length - 3 })))
    fc.assert(
      fc.property(bytesAndPlace, ([words, at]) => {
        expect(failureOf(() => fromWords(words.toSpliced(at, 1)))).toBe('invalid-request')
        expect(failureOf(() => fromWords(words.toSpliced(at, 0, words[at] ?? '')))).toBe('invalid-request')
        const swapped = words.toSpliced(at, 2, words[at + 1] ?? '', words[at] ?? '')
        expect(failureOf(() => fromWords(swapped))).toBe('invalid-request')
      }),
    )
  })

  it('refuses a word that is in neither list', () => {
    expect(failureOf(() => fromWords(['topmost', 'Instanbul']))).toBe('invalid-request')
  })
})
