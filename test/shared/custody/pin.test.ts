import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pinFromRandom, pinRandomBytes, splitPinLength } from '../../../shared/custody/pin.ts'
import { pinOfBlock, secretBlock } from '../../../shared/custody/secret-block.ts'
import { failureOf } from '../../support/failure.ts'

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

describe('A random PIN', () => {
  it('takes every octet that favours no character, and no other', () => {
    const all = Uint8Array.from({ length: 256 }, (_, octet) => octet)
    // Four octets at a time; what each gives alone, or nothing.
    const given = (alphabet: 'digits' | 'alphanumeric') =>
      [...all].map((octet) => {
        try {
          return text(pinFromRandom(new Uint8Array(4).fill(octet), 4, alphabet)).charAt(0)
        } catch {
          return ''
        }
      })
    for (const [alphabet, size, each] of [
      ['digits', 10, 25],
      ['alphanumeric', 57, 4],
    ] as const) {
      const counts = new Map<string, number>()
      for (const character of given(alphabet)) counts.set(character, (counts.get(character) ?? 0) + 1)
      expect(counts.get('')).toBe(256 - size * each)
      counts.delete('')
      expect(counts.size).toBe(size)
      expect(new Set(counts.values())).toEqual(new Set([each]))
    }
  })

  it('has the length and the characters that were asked for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 15 }), fc.infiniteStream(fc.nat({ max: 249 })), (length, octets) => {
        const random = Uint8Array.from(octets.take(pinRandomBytes(length)))
        expect(text(pinFromRandom(random, length, 'digits'))).toMatch(new RegExp(`^[0-9]{${length}}$`))
      }),
    )
  })

  it('is not made of too few octets, nor in a length that cannot be split', () => {
    expect(failureOf(() => pinFromRandom(new Uint8Array(40).fill(255), 8, 'digits'))).toBe('invalid-request')
    expect(failureOf(() => pinFromRandom(new Uint8Array(7), 8, 'digits'))).toBe('invalid-request')
    expect(failureOf(() => pinFromRandom(new Uint8Array(99), 16, 'digits'))).toBe('pin-length')
    expect(failureOf(() => pinFromRandom(new Uint8Array(99), 3, 'digits'))).toBe('pin-length')
  })

  it('is as long as the token and the split allow', () => {
    expect(splitPinLength({ min: 4, max: 255 })).toBe(15)
    expect(splitPinLength({ min: 4, max: 8 })).toBe(8)
    expect(splitPinLength({ min: 0, max: 0 })).toBe(15)
    expect(splitPinLength({ min: 15, max: 15 })).toBe(15)
    expect(failureOf(() => splitPinLength({ min: 16, max: 64 }))).toBe('pin-length')
  })
})

describe('A block to be split', () => {
  it('gives the PIN back, and holds at least 16 bytes of the salt whatever the PIN', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 15 }),
        fc.uint8Array({ minLength: 31, maxLength: 31 }),
        (pin, salt) => {
          const block = secretBlock(pin, salt)
          expect(block).toHaveLength(32)
          expect(pinOfBlock(block)).toEqual(pin)
          expect(block.subarray(16)).toEqual(salt.subarray(15))
        },
      ),
    )
  })

  it('takes no PIN that leaves too little salt, and no short salt', () => {
    expect(failureOf(() => secretBlock(new Uint8Array(16), new Uint8Array(31)))).toBe('pin-length')
    expect(failureOf(() => secretBlock(new Uint8Array(0), new Uint8Array(31)))).toBe('pin-length')
    expect(failureOf(() => secretBlock(new Uint8Array(4), new Uint8Array(16)))).toBe('internal')
    expect(pinOfBlock(new Uint8Array(32))).toBeNull()
    expect(pinOfBlock(new Uint8Array(32).fill(16))).toBeNull()
    expect(pinOfBlock(new Uint8Array(31).fill(4))).toBeNull()
  })
})
