import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesToHex, concatBytes, hexToBytes } from '../../../shared/bytes.ts'
import { checkBytes, findWrong } from '../../../shared/custody/check-words.ts'

const text = fc.uint8Array({ minLength: 36, maxLength: 36 })
const checked = text.map((bytes) => concatBytes(bytes, checkBytes(bytes)))
/** `count` different places of forty, each with what is added to the byte there. */
const mistakes = (count: number) =>
  fc.uniqueArray(fc.tuple(fc.nat({ max: 39 }), fc.integer({ min: 1, max: 255 })), {
    minLength: count,
    maxLength: count,
    selector: ([place]) => place,
  })

describe('Check bytes', () => {
  // The worked example of "Reed-Solomon codes for coders" (Wikiversity), which has the same field and roots.
  it('are those of the published example', () => {
    expect(bytesToHex(checkBytes(hexToBytes('123456')))).toBe('37e678d9')
  })

  it('find nothing wrong with what is right', () => {
    fc.assert(
      fc.property(checked, (bytes) => {
        expect(findWrong(bytes)).toBe('nothing')
      }),
    )
  })

  it('tell the place of any one wrong byte', () => {
    fc.assert(
      fc.property(checked, (bytes) => {
        for (let place = 0; place < bytes.length; place++) {
          for (const wrong of [1, 0x80, 0xff]) {
            const changed = bytes.slice()
            changed[place] = (changed[place] ?? 0) ^ wrong
            expect(findWrong(changed)).toBe(place)
          }
        }
      }),
    )
  })

  it.each([2, 3])('never take %i wrong bytes for one or none', (count) => {
    fc.assert(
      fc.property(checked, mistakes(count), (bytes, places) => {
        const changed = bytes.slice()
        for (const [place, wrong] of places) changed[place] = (changed[place] ?? 0) ^ wrong
        expect(findWrong(changed)).toBe('several')
      }),
      { numRuns: 2_000 },
    )
  })
})
