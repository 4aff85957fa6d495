import { describe, expect, it } from 'vitest'
import { bytesToHex, hexToBytes } from '../../../shared/bytes.ts'
import { crlNumberOf, readTbsCrlFields } from '../../../shared/pki/crl-fields.ts'
import { encodeName } from '../../../shared/pki/names.ts'
import type { CrlEntry } from '../../../shared/pki/crl-entry-writer.ts'
import { buildTbsCrl, type CrlInput } from '../../../shared/pki/tbs-crl.ts'
import { failureOf } from '../../support/failure.ts'

const THIS_UPDATE = Date.UTC(2026, 10, 24, 14)

function input(changes: Partial<CrlInput> = {}): CrlInput {
  return {
    issuer: encodeName({ commonName: 'R' }),
    keyIdentifier: hexToBytes('11'.repeat(20)),
    number: 1n,
    thisUpdate: THIS_UPDATE,
    nextUpdate: Date.UTC(2050, 0, 1),
    entries: [],
    signatureAlgorithm: 'ecdsa-sha384',
    ...changes,
  }
}

const ENTRY: CrlEntry = { serial: hexToBytes('8001'), revocationDate: THIS_UPDATE, reason: 'keyCompromise' }

describe('TBSCertList', () => {
  it('without revoked certificates is exactly these bytes', () => {
    expect(bytesToHex(buildTbsCrl(input()))).toBe(
      '306e' +
        '020101' +
        '300a06082a8648ce3d040303' +
        '300c310a30080603550403130152' +
        '170d3236313132343134303030305a' +
        '180f32303530303130313030303030305a' +
        'a02f' +
        '302d' +
        '301f0603551d230418301680' +
        '14' +
        '11'.repeat(20) +
        '300a0603551d140403020101',
    )
  })

  it('writes an entry with the octets of the standards', () => {
    const tbs = bytesToHex(buildTbsCrl(input({ entries: [{ ...ENTRY, invalidityDate: Date.UTC(2026, 0, 1) }] })))
    expect(tbs).toContain(
      '303e303c' +
        '0203008001' +
        '170d3236313132343134303030305a' +
        '3026' +
        '300a0603551d1504030a0101' +
        '30180603551d180411180f' +
        '32303236303130313030303030305a',
    )
  })

  it('leaves out the reason "unspecified"', () => {
    const tbs = bytesToHex(buildTbsCrl(input({ entries: [{ ...ENTRY, reason: 'unspecified' }] })))
    expect(tbs).toContain('301630140203008001170d3236313132343134303030305a')
    expect(tbs).not.toContain('551d15')
  })

  it('keeps order and count of many entries that come one at a time', () => {
    function* many(): Generator<CrlEntry> {
      for (let i = 0; i < 50_000; i++) yield { ...ENTRY, serial: Uint8Array.of(1, i >> 16, i >> 8, i) }
    }
    const fields = readTbsCrlFields(buildTbsCrl(input({ entries: many(), number: 1n << 158n })))
    const expected = Array.from({ length: 50_000 }, (_, index) => (0x01000000 + index).toString(16).padStart(8, '0'))
    expect(Array.from(fields.entries(), ({ serial }) => serial)).toEqual(expected)
    expect(crlNumberOf(fields)).toBe(1n << 158n)
  })

  it.each<[string, Partial<CrlInput>]>([
    ['number 0', { number: 0n }],
    ['a number of 160 bits', { number: 1n << 159n }],
    ['a next update that is not later', { nextUpdate: THIS_UPDATE }],
    ['half a second', { thisUpdate: THIS_UPDATE + 500 }],
    ['a serial without octets', { entries: [{ ...ENTRY, serial: new Uint8Array() }] }],
    ['a serial of 21 octets', { entries: [{ ...ENTRY, serial: new Uint8Array(21).fill(1) }] }],
    ['removeFromCRL', { entries: [{ ...ENTRY, reason: 'removeFromCRL' }] }],
    ['half a second of invalidity', { entries: [{ ...ENTRY, invalidityDate: 1 }] }],
  ])('refuses %s', (_, changes) => {
    expect(failureOf(() => buildTbsCrl(input(changes)))).toBe('crl-rule-violated')
  })
})
