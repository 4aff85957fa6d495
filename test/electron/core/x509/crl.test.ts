import { describe, expect, it } from 'vitest'
import { describeCrl, describeTbsCrl, readCrl } from '../../../../electron/core/x509/crl.ts'
import { bytesToHex, concatBytes, sha256Hex } from '../../../../shared/bytes.ts'
import { tbsOfCrl } from '../../../../shared/pki/tbs-crl.ts'
import { makeCrl, makeRoot, makeSerial, NOT_BEFORE } from './authority.ts'
import { failureOf } from '../../../support/failure.ts'
import { present } from '../../../support/present.ts'

const root = makeRoot()
const serials = [makeSerial(), makeSerial()]
const entries = serials.map((serial) => ({ serial, revocationDate: NOT_BEFORE, reason: 'superseded' as const }))
const { tbs, crl } = makeCrl(root, entries, { number: 1n << 100n })

/** Where the UTCTime of the first entry begins: the third one, after thisUpdate and nextUpdate. */
function entryTimeIn(der: Uint8Array): number {
  const times = [
    ...Buffer.from(der)
      .toString('latin1')
      .matchAll(/\d{12}Z/g),
  ]
  return present(times[2], 'time').index - 2
}

describe('CRL', () => {
  it('is described in words', () => {
    expect(describeCrl(crl)).toEqual({
      issuer: 'C=CH, O=Meridian Fleet AG, CN=Fleet Root G2',
      number: (1n << 100n).toString(),
      thisUpdate: '2026-11-24T14:00:00.000Z',
      nextUpdate: '2027-05-23T14:00:00.000Z',
      entries: 2,
      authorityKeyIdentifier: bytesToHex(root.asIssuer.keyIdentifier),
      signatureAlgorithm: 'ecdsa-with-SHA384',
      sha256: sha256Hex(crl),
      size: crl.length,
    })
  })

  it('is read entry by entry', () => {
    expect(Array.from(readCrl(crl).entries(), ({ serial, reason }) => [serial, reason])).toEqual(
      serials.map((serial) => [bytesToHex(serial), 'superseded']),
    )
  })

  it('to be signed is described as rows', () => {
    const rows = Object.fromEntries(describeTbsCrl(makeCrl(root, []).tbs).map(({ field, value }) => [field, value]))
    expect(rows).toMatchObject({ Version: '2', Number: '1', Revoked: 'none', 'This update': '2026-11-24T14:00:00Z' })
  })

  it('gives back the exact to-be-signed bytes', () => {
    expect(tbsOfCrl(crl)).toEqual(tbs)
  })

  it('of many entries is read in a moment', () => {
    const many = Array.from({ length: 30_000 }, (_, index) => ({
      serial: Uint8Array.of(1, index >> 8, index),
      revocationDate: NOT_BEFORE,
      reason: 'keyCompromise' as const,
    }))
    expect(describeCrl(makeCrl(root, many).crl).entries).toBe(30_000)
  })

  it.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['trailing bytes', concatBytes(crl, Uint8Array.of(0))],
    ['a certificate', root.certificate],
    ['a cut list', crl.subarray(0, 100)],
    ['a broken entry', crl.with(entryTimeIn(crl), 0x16)],
  ])('refuses %s', (_, der) => {
    expect(failureOf(() => describeCrl(der))).toBe('crl-malformed')
  })
})
