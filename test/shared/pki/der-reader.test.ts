import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesToHex, hexToBytes } from '../../../shared/bytes.ts'
import { DerError, DerFields, encodingOf, readDer } from '../../../shared/pki/der-reader.ts'
import {
  bitStringValue,
  booleanValue,
  integerValue,
  namedBitNumbers,
  objectIdentifierValue,
  stringValue,
  timeValue,
} from '../../../shared/pki/der-values.ts'
import { sequence } from '../../../shared/pki/der.ts'

function ascii(tag: string, text: string): Uint8Array {
  const hex = bytesToHex(new TextEncoder().encode(text))
  return hexToBytes(`${tag}${text.length.toString(16).padStart(2, '0')}${hex}`)
}

describe('DER reader', () => {
  it.each([
    ['nothing', ''],
    ['a tag alone', '30'],
    ['trailing bytes', '050000'],
    ['an indefinite length', '30800000'],
    ['a long length for a short one', '04810100'],
    ['a padded length', '0482000100'],
    ['five length octets', '0485000000000100'],
    ['a length past the end', '040500'],
    ['a child past its parent', '3003040200'],
    ['a high tag number', '1f8100'],
  ])('refuses %s', (_, hex) => {
    expect(() => readDer(hexToBytes(hex))).toThrow(DerError)
  })

  it('refuses more bytes than its cap before reading', () => {
    expect(() => readDer(new Uint8Array(101), { maxBytes: 100 })).toThrow(/more than 100 bytes/)
  })

  it('refuses nesting beyond its cap', () => {
    let nested: Uint8Array = sequence()
    for (let depth = 0; depth < 200; depth++) nested = sequence(nested)
    expect(() => readDer(nested)).toThrow(/too deeply/)
  })

  it.each([
    ['a padded positive INTEGER', '02020001', integerValue],
    ['a padded negative INTEGER', '0202ff80', integerValue],
    ['an empty INTEGER', '0200', integerValue],
    ['a BOOLEAN of 01', '010101', booleanValue],
    ['a long BOOLEAN', '0102ffff', booleanValue],
    ['an OID with a padded arc', '060355801d', objectIdentifierValue],
    ['an OID that is cut', '0602559d', objectIdentifierValue],
    ['an empty OID', '0600', objectIdentifierValue],
    ['a BIT STRING without its count', '0300', bitStringValue],
    ['a BIT STRING with 8 unused bits', '03020800', bitStringValue],
    ['unused bits that are set', '03020107', bitStringValue],
    ['named bits that end in zero', '03020006', namedBitNumbers],
    ['text that is not UTF-8', '0c02c328', stringValue],
    ['an overlong UTF-8 form', '0c02c0af', stringValue],
    ['a PrintableString with @', '130140', stringValue],
    ['a TeletexString', '140141', stringValue],
  ] as const)('refuses %s', (_, hex, read) => {
    expect(() => read(readDer(hexToBytes(hex)))).toThrow(DerError)
  })

  it.each([
    ['17', '4912312359Z'],
    ['17', '491231235959+0000'],
    ['18', '20500101000000.5Z'],
    ['18', '20500101000000'],
    ['17', '260230120000Z'],
    ['17', '261324120000Z'],
    ['17', '261124250000Z'],
    ['18', '00010101000000Z'],
  ])('refuses the time %s %s', (tag, text) => {
    expect(() => timeValue(readDer(ascii(tag, text)))).toThrow(DerError)
  })

  it('reads UTCTime from 50 as the twentieth century', () => {
    expect(timeValue(readDer(ascii('17', '500101000000Z')))).toEqual({
      milliseconds: Date.UTC(1950, 0, 1),
      form: 'UTCTime',
    })
    expect(timeValue(readDer(ascii('17', '491231235959Z'))).milliseconds).toBe(Date.UTC(2049, 11, 31, 23, 59, 59))
  })

  it('refuses fields that are left over, missing, or of another type', () => {
    const whole = readDer(hexToBytes('3006020101020102'))
    const left = new DerFields(whole)
    left.required()
    expect(() => left.finish()).toThrow(DerError)
    const missing = new DerFields(whole)
    missing.required()
    missing.required()
    expect(() => missing.required()).toThrow(DerError)
    expect(() => new DerFields(whole).required(0x04)).toThrow(DerError)
  })

  it('never reads other bytes than it was given, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect(readBack(bytes) ?? bytes).toEqual(bytes)
      }),
      { numRuns: 2000 },
    )
  })
})

/** What was read, or null where the reader refused with its own error. */
function readBack(bytes: Uint8Array): Uint8Array | null {
  try {
    return encodingOf(readDer(bytes))
  } catch (error) {
    if (error instanceof DerError) return null
    throw error
  }
}
