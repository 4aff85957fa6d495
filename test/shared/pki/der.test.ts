import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesToHex, hexToBytes } from '../../../shared/bytes.ts'
import { contentOf, readDer } from '../../../shared/pki/der-reader.ts'
import { time } from '../../../shared/pki/der-time.ts'
import { integerValue, objectIdentifierValue, timeValue } from '../../../shared/pki/der-values.ts'
import {
  bitString,
  boolean,
  contextConstructed,
  contextPrimitive,
  element,
  enumerated,
  integer,
  namedBits,
  nullValue,
  objectIdentifier,
  octetString,
  printableString,
  setOf,
  TAG,
  unsignedInteger,
  utf8String,
} from '../../../shared/pki/der.ts'

describe('DER writer', () => {
  it.each([
    [integer(0), '020100'],
    [integer(127), '02017f'],
    [integer(128), '02020080'],
    [integer(256), '02020100'],
    [integer(-1), '0201ff'],
    [integer(-128), '020180'],
    [integer(-129), '0202ff7f'],
    [unsignedInteger(hexToBytes('0000ff')), '020200ff'],
    [unsignedInteger(hexToBytes('00')), '020100'],
    [enumerated(1), '0a0101'],
    [boolean(true), '0101ff'],
    [boolean(false), '010100'],
    [nullValue(), '0500'],
    [octetString(), '0400'],
    [bitString(hexToBytes('aa')), '030200aa'],
    [namedBits([5, 6]), '03020106'],
    [namedBits([6, 0, 5]), '03020186'],
    [namedBits([0]), '03020780'],
    [namedBits([8]), '0303070080'],
    [namedBits([]), '030100'],
    [printableString('CH'), '13024348'],
    [utf8String('ü'), '0c02c3bc'],
    [contextPrimitive(6, hexToBytes('61')), '860161'],
    [contextConstructed(3, nullValue()), 'a3020500'],
    [objectIdentifier('2.5.29.15'), '0603551d0f'],
    [objectIdentifier('1.2.840.113549.1.1.11'), '06092a864886f70d01010b'],
    [objectIdentifier('2.999.3'), '0603883703'],
    [setOf(integer(2), integer(1), integer(128)), '310a02010102010202020080'],
  ])('writes the example %#', (bytes, hex) => {
    expect(bytesToHex(bytes)).toBe(hex)
  })

  it('uses the shortest form of a length', () => {
    const header = (size: number) => bytesToHex(octetString(new Uint8Array(size)).subarray(0, 5))
    expect(header(127)).toMatch(/^047f/)
    expect(header(128)).toMatch(/^048180/)
    expect(header(255)).toMatch(/^0481ff/)
    expect(header(256)).toMatch(/^04820100/)
    expect(header(65_536)).toMatch(/^0483010000/)
  })

  it('writes UTCTime through 2049 and GeneralizedTime from 2050', () => {
    expect(new TextDecoder().decode(time(Date.UTC(2049, 11, 31, 23, 59, 59)))).toBe('\x17\x0d491231235959Z')
    expect(new TextDecoder().decode(time(Date.UTC(2050, 0, 1)))).toBe('\x18\x0f20500101000000Z')
    expect(new TextDecoder().decode(time(Date.UTC(1950, 0, 1)))).toBe('\x17\x0d500101000000Z')
  })

  it.each([Date.UTC(1949, 11, 31, 23, 59, 59), Date.UTC(10_000, 0, 1), 1500, Number.NaN])(
    'refuses the time %s',
    (value) => {
      expect(() => time(value)).toThrow(RangeError)
    },
  )

  it.each(['', '1', '3.1', '1.40', '1.2.', '1.02', '1.-1'])('refuses the object identifier "%s"', (oid) => {
    expect(() => objectIdentifier(oid)).toThrow(RangeError)
  })

  it('refuses a PrintableString with other characters', () => {
    expect(() => printableString('Zürich')).toThrow(RangeError)
    expect(() => printableString('a@b')).toThrow(RangeError)
  })

  it('reads back every integer that it writes', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(1n << 200n), max: 1n << 200n }), (value) => {
        expect(integerValue(readDer(integer(value)))).toBe(value)
      }),
    )
  })

  it('reads back every unsigned magnitude without its leading zeros', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 24 }), (magnitude) => {
        expect(integerValue(readDer(unsignedInteger(magnitude)))).toBe(BigInt(`0x${bytesToHex(magnitude)}`))
      }),
    )
  })

  it('reads back content of every length', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 70_000 }), (size) => {
        expect(contentOf(readDer(element(TAG.octetString, new Uint8Array(size)))).length).toBe(size)
      }),
      { numRuns: 50 },
    )
  })

  it('reads back every object identifier', () => {
    const arc = fc.integer({ min: 0, max: 2 ** 40 })
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 }),
        fc.integer({ min: 0, max: 39 }),
        fc.array(arc, { maxLength: 8 }),
        (first, second, rest) => {
          const dotted = [first, second, ...rest].join('.')
          expect(objectIdentifierValue(readDer(objectIdentifier(dotted)))).toBe(dotted)
        },
      ),
    )
  })

  it('reads back every second from 1950 to 9999', () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(1950, 0, 1) / 1000, max: Date.UTC(9999, 11, 31) / 1000 }), (seconds) => {
        expect(timeValue(readDer(time(seconds * 1000))).milliseconds).toBe(seconds * 1000)
      }),
    )
  })
})
