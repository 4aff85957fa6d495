import { describe, expect, it } from 'vitest'
import { bytesToHex, hexToBytes } from '../../../shared/bytes.ts'
import { readTbsFields } from '../../../shared/pki/certificate-fields.ts'
import { encodeName } from '../../../shared/pki/names.ts'
import { EXTENSION_OID, nameOfOid } from '../../../shared/pki/oids.ts'
import { parseProfile, type Profile } from '../../../shared/pki/profile.ts'
import { buildTbsCertificate, type CertificateInput, notAfterOf } from '../../../shared/pki/tbs-certificate.ts'
import { failureOf } from '../../support/failure.ts'

const SUBJECT = { country: 'CH', organization: 'Meridian Fleet AG', commonName: 'Fleet Root G2' }
/** The base point of P-384: a public key that needs no tool. */
const SPKI = hexToBytes(
  '3076301006072a8648ce3d020106052b8104002203620004' +
    'aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7' +
    '3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f',
)
const SERIAL = hexToBytes('0149af1d598175ff8234ef007bbaf059f5')
const NOT_BEFORE = Date.UTC(2026, 10, 24, 14)

const ROOT: Profile = parseProfile({
  profile: 'fleet-root',
  version: 1,
  title: 'Root',
  checkedAgainst: 'RFC 5280',
  kind: 'root',
  keyAlgorithms: ['ec-p384'],
  validityDays: 9131,
  basicConstraints: { ca: true },
  keyUsage: ['cRLSign', 'keyCertSign'],
})
const ISSUING: Profile = parseProfile({
  ...ROOT,
  profile: 'fleet-issuing',
  kind: 'issuing',
  validityDays: 1826,
  basicConstraints: { ca: true, pathLength: 0 },
  extendedKeyUsage: ['serverAuth', 'clientAuth'],
  certificatePolicies: ['2.5.29.32.0'],
  crlDistributionPoints: ['http://pki.fleet.example/r.crl'],
  caIssuers: ['http://pki.fleet.example/r.cer'],
  nameConstraints: { permittedDns: ['fleet.example'], excludedDns: ['test.fleet.example'] },
})

function input(changes: Partial<CertificateInput> = {}): CertificateInput {
  return {
    profile: ROOT,
    subject: SUBJECT,
    subjectPublicKey: SPKI,
    issuer: 'self',
    serial: SERIAL,
    notBefore: NOT_BEFORE,
    signatureAlgorithm: 'ecdsa-sha384',
    ...changes,
  }
}

const ISSUER = {
  name: encodeName(SUBJECT),
  keyIdentifier: hexToBytes('11'.repeat(20)),
  notAfter: notAfterOf(NOT_BEFORE, 9131),
}

describe('TBSCertificate', () => {
  it('of a root is exactly these bytes', () => {
    const name = bytesToHex(encodeName(SUBJECT))
    // openssl dgst -sha256 over the point, first 20 octets
    const keyIdentifier = '8c2eb3e0b8d6cc2a197a52c92860f7b1ba71c966'
    const expected =
      '308201a9' +
      'a003020102' +
      '02110149af1d598175ff8234ef007bbaf059f5' +
      '300a06082a8648ce3d040303' +
      name +
      '3020' +
      '170d3236313132343134303030305a' +
      '180f32303531313132343133353935395a' +
      name +
      bytesToHex(SPKI) +
      'a363' +
      '3061' +
      '300e0603551d0f0101ff040403020106' +
      '300f0603551d130101ff040530030101ff' +
      '301d0603551d0e041604' +
      '14' +
      keyIdentifier +
      '301f0603551d230418301680' +
      '14' +
      keyIdentifier
    expect(bytesToHex(buildTbsCertificate(input()))).toBe(expected)
  })

  it('has the extensions of an issuing CA in the order of Go crypto/x509, with the DER of the standards', () => {
    const { extensions } = readTbsFields(
      buildTbsCertificate(input({ profile: ISSUING, issuer: ISSUER, subject: { ...SUBJECT, commonName: 'I' } })),
    )
    expect(extensions.map(({ oid, critical }) => `${nameOfOid(EXTENSION_OID, oid)}${critical ? '!' : ''}`)).toEqual([
      'keyUsage!',
      'extendedKeyUsage',
      'basicConstraints!',
      'subjectKeyIdentifier',
      'authorityKeyIdentifier',
      'authorityInfoAccess',
      'certificatePolicies',
      'nameConstraints!',
      'cRLDistributionPoints',
    ])
    const values = extensions.map(({ value }) => bytesToHex(value))
    expect(values[0]).toBe('03020106')
    expect(values[1]).toBe('301406082b0601050507030106082b06010505070302')
    expect(values[2]).toBe('30060101ff020100')
    expect(values[5]).toBe(
      '302c302a06082b06010505073002861e687474703a2f2f706b692e666c6565742e6578616d706c652f722e636572',
    )
    expect(values[4]).toBe(`30168014${'11'.repeat(20)}`)
    expect(values[6]).toBe('300830060604551d2000')
    expect(values[7]).toBe('302ba011300f820d666c6565742e6578616d706c65a11630148212746573742e666c6565742e6578616d706c65')
    expect(values[8]).toBe('30263024a022a020861e687474703a2f2f706b692e666c6565742e6578616d706c652f722e63726c')
  })

  it('ends with the last second of whole days', () => {
    const { notBefore, notAfter } = readTbsFields(buildTbsCertificate(input()))
    expect(new Date(notBefore.milliseconds).toISOString()).toBe('2026-11-24T14:00:00.000Z')
    expect(new Date(notAfter.milliseconds).toISOString()).toBe('2051-11-24T13:59:59.000Z')
    expect([notBefore.form, notAfter.form]).toEqual(['UTCTime', 'GeneralizedTime'])
  })

  it.each([
    [Date.UTC(2049, 11, 31, 0, 0, 0), 'UTCTime', 'UTCTime'],
    [Date.UTC(2049, 11, 31, 0, 0, 1), 'UTCTime', 'GeneralizedTime'],
    [Date.UTC(2049, 11, 31, 23, 59, 59), 'UTCTime', 'GeneralizedTime'],
    [Date.UTC(2050, 0, 1), 'GeneralizedTime', 'GeneralizedTime'],
  ])('crosses 2050 with the right forms (%s)', (notBefore, first, second) => {
    const fields = readTbsFields(buildTbsCertificate(input({ notBefore, profile: { ...ROOT, validityDays: 1 } })))
    expect([fields.notBefore.form, fields.notAfter.form]).toEqual([first, second])
  })

  it('copies the key identifier of an existing certificate, into both identifiers of a root', () => {
    const copied = hexToBytes('22'.repeat(20))
    const { extensions } = readTbsFields(buildTbsCertificate(input({ subjectKeyIdentifier: copied })))
    expect(extensions.slice(2).map(({ value }) => bytesToHex(value))).toEqual([
      `0414${'22'.repeat(20)}`,
      `30168014${'22'.repeat(20)}`,
    ])
  })

  it('may end earlier than its profile', () => {
    const notAfter = NOT_BEFORE + 86_399_000
    expect(readTbsFields(buildTbsCertificate(input({ notAfter }))).notAfter.milliseconds).toBe(notAfter)
  })

  it.each<[string, Partial<CertificateInput>]>([
    ['a serial of 16 octets', { serial: SERIAL.subarray(1) }],
    ['a serial that does not begin with 01', { serial: Uint8Array.of(2, ...SERIAL.subarray(1)) }],
    ['half a second', { notBefore: NOT_BEFORE + 500 }],
    ['no time at all', { notBefore: Number.NaN }],
    ['an end before the beginning', { notAfter: NOT_BEFORE - 1000 }],
    ['an end after the profile', { notAfter: notAfterOf(NOT_BEFORE, 9131) + 1000 }],
    [
      'an end after the issuer',
      { profile: ISSUING, subject: { ...SUBJECT, commonName: 'I' }, issuer: { ...ISSUER, notAfter: NOT_BEFORE } },
    ],
    ['the name of its issuer', { profile: ISSUING, issuer: ISSUER }],
    ['a subject with a control character', { subject: { ...SUBJECT, commonName: 'a\u0000b' } }],
    ['a subject without a fixed part', { profile: { ...ROOT, subject: { organization: 'Other AG' } } }],
    ['a key that the profile does not allow', { profile: { ...ROOT, keyAlgorithms: ['rsa-4096'] } }],
    ['a key that is none', { subjectPublicKey: SPKI.subarray(1) }],
  ])('refuses %s', (_, changes) => {
    expect(failureOf(() => buildTbsCertificate(input(changes)))).toBe('plan-invalid')
  })
})
