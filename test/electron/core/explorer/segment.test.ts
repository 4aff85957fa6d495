import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { markTerm, SegmentBuilder } from '../../../../electron/core/explorer/segment.ts'
import { TermCollector, wantedOf, wholeName } from '../../../../electron/core/explorer/terms.ts'

type Data = readonly string[]

function found(entries: readonly Data[], anyOf: ReturnType<typeof wantedOf>): number[] {
  const builder = new SegmentBuilder(0)
  for (const data of entries) {
    const terms = new TermCollector()
    terms.data(data)
    builder.add(terms)
  }
  const [segment, marks] = [builder.finish(), new Uint8Array(entries.length)]
  for (const wanted of anyOf) markTerm(segment, wanted, marks)
  return [...marks.keys()].filter((index) => marks[index] === 1)
}

const SERIAL = '01af93c61d77aa0e5b1c9b3f2e4d6a8b90'

describe('A segment of the index', () => {
  it('finds a word within words, in every entry that has it and in no other', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'é'), minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(fc.array(fc.array(word, { maxLength: 4 }), { maxLength: 40 }), word, (entries, wanted) => {
        const expected = [...entries.keys()].filter(
          (index) => entries[index]?.some((text) => text.includes(wanted)) === true,
        )
        expect(found(entries, wantedOf(wanted))).toEqual(expected)
      }),
    )
  })

  it('keeps a word of very many entries as bits, with the same answer', () => {
    const entries = Array.from({ length: 20_000 }, (_, index) => (index % 2 === 0 ? ['seal whole'] : ['door']))
    expect(found(entries, wantedOf('whole'))).toEqual(Array.from({ length: 10_000 }, (_, index) => index * 2))
  })

  it.each(['01af93c61d', '01 af 93 c6 1d', '01:AF:93:C6:1D', SERIAL])(
    'finds a serial by how it begins: %s',
    (typed) => {
      expect(found([['x'], [SERIAL], ['01af93c700000000000000000000000000']], wantedOf(typed))).toEqual([1])
    },
  )

  it('finds a name that is a whole value, not one that contains it', () => {
    expect(found([['fleet-root'], ['fleet-root-g1'], ['the fleet-root of']], [wholeName('fleet-root')])).toEqual([0])
  })

  it('keeps the day of a time, and no signature', () => {
    const entries = [['2026-11-30T06:39:24.001Z'], ['ab'.repeat(64)]]
    expect(found(entries, wantedOf('39'))).toEqual([])
    expect(found(entries, wantedOf('11'))).toEqual([0])
    expect(found(entries, wantedOf('abab'))).toEqual([])
  })
})
