import { describe, expect, it } from 'vitest'
import { compareWithPlan, isAsPlanned, type PlannedCertificate } from '../../../../electron/core/x509/comparison.ts'
import { bytesToHex, concatBytes, equalBytes, hexToBytes, sha256Hex } from '../../../../shared/bytes.ts'
import { parseProfile } from '../../../../shared/pki/profile.ts'
import { buildTbsCertificate, type CertificateInput } from '../../../../shared/pki/tbs-certificate.ts'
import { type Authority, generateKey, loadProfile, makeIssuing, makeRoot, makeSerial, NOT_BEFORE } from './authority.ts'
import { failureOf } from '../../../support/failure.ts'

const root = makeRoot()
const issuing = makeIssuing(root)

function plan(authority: Authority): PlannedCertificate {
  return { ...authority.input, keySource: 'made in step 12' }
}

function differing(planned: PlannedCertificate, tbs: Uint8Array): string[] {
  return compareWithPlan(planned, tbs).flatMap(({ field, verdict }) => (verdict === 'differs' ? [field] : []))
}

/** The TBS with one short byte string changed for another of the same length, everything else alike. */
function patched(tbs: Uint8Array, before: string, after: string): Uint8Array {
  const hex = bytesToHex(tbs)
  const at = hex.indexOf(before)
  if (at < 0 || before.length !== after.length) throw new Error('the patch does not fit')
  return hexToBytes(hex.slice(0, at) + after + hex.slice(at + after.length))
}

describe('Comparison of plan and bytes', () => {
  it('of a root has the rows that are read aloud', () => {
    const rows = compareWithPlan(plan(root), root.tbs)
    const name = 'C=CH, O=Meridian Fleet AG, CN=Fleet Root G2, self-issued'
    expect(rows.map(({ field, planned, actual, verdict }) => [field, planned, actual, verdict])).toEqual([
      ['Subject, issuer', name, name, 'same'],
      ['Serial', '01 and 16 random bytes', bytesToHex(root.input.serial), 'rule-met'],
      ['Valid from', '2026-11-24T14:00:00Z', '2026-11-24T14:00:00Z', 'same'],
      ['Valid to', '2051-11-24T13:59:59Z', '2051-11-24T13:59:59Z', 'same'],
      ['Public key', 'P-384, made in step 12', `P-384, SPKI ${sha256Hex(root.spki)}`, 'same'],
      ['Key identifier', 'RFC 7093 method 1', bytesToHex(root.asIssuer.keyIdentifier), 'rule-met'],
      ['Constraints', 'CA, no path length, critical', 'CA, no path length, critical', 'same'],
      ['Key usage', 'keyCertSign, cRLSign, critical', 'keyCertSign, cRLSign, critical', 'same'],
      ['Issuer key', bytesToHex(root.asIssuer.keyIdentifier), bytesToHex(root.asIssuer.keyIdentifier), 'same'],
      ['Signature', 'ecdsa-with-SHA384', 'ecdsa-with-SHA384', 'same'],
    ])
    expect(isAsPlanned(rows)).toBe(true)
  })

  it('of an issuing CA is as planned, with a row for every extension', () => {
    const rows = compareWithPlan(plan(issuing), issuing.tbs)
    expect(rows.map(({ field }) => field)).toEqual([
      'Subject',
      'Issuer',
      'Serial',
      'Valid from',
      'Valid to',
      'Public key',
      'Key identifier',
      'Constraints',
      'Key usage',
      'Extended key usage',
      'Issuer key',
      'Policies',
      'Issuer certificate',
      'Revocation list',
      'Signature',
    ])
    expect(isAsPlanned(rows)).toBe(true)
  })

  it('of name constraints and of a copied key identifier is as planned', () => {
    const profile = parseProfile({
      ...loadProfile('fleet-issuing'),
      nameConstraints: { permittedDns: ['fleet.example', 'fleet2.example'], excludedDns: [''] },
    })
    const constrained = makeIssuing(root, { profile, subjectKeyIdentifier: hexToBytes('22'.repeat(20)) })
    expect(differing(plan(constrained), constrained.tbs)).toEqual([])
  })

  const changes: [string[], Partial<CertificateInput>][] = [
    [
      ['Subject'],
      { subject: { country: 'CH', organization: 'Meridian Fleet AG', commonName: 'Fleet Issuing Zurich 1' } },
    ],
    [
      ['Subject'],
      { subject: { country: 'CH', organization: 'Meridian Fleet Ag', commonName: 'Fleet Issuing Zürich 1' } },
    ],
    [['Issuer'], { issuer: { ...root.asIssuer, name: makeRoot({ commonName: 'Fleet Root G3' }).name } }],
    [['Issuer key'], { issuer: { ...root.asIssuer, keyIdentifier: hexToBytes('33'.repeat(20)) } }],
    [['Valid from'], { notBefore: NOT_BEFORE + 1000, notAfter: issuing.asIssuer.notAfter }],
    [['Valid to'], { notAfter: issuing.asIssuer.notAfter - 1000 }],
    [['Public key', 'Key identifier'], { subjectPublicKey: generateKey('ec-p384').spki }],
    [['Key identifier'], { subjectKeyIdentifier: hexToBytes('22'.repeat(20)) }],
    [['Signature'], { signatureAlgorithm: 'ecdsa-sha256' }],
    [['Constraints'], { profile: parseProfile({ ...loadProfile('fleet-issuing'), basicConstraints: { ca: true } }) }],
    [
      ['Key usage'],
      {
        profile: parseProfile({
          ...loadProfile('fleet-issuing'),
          keyUsage: ['keyCertSign', 'cRLSign', 'digitalSignature'],
        }),
      },
    ],
    [
      ['Extended key usage'],
      { profile: parseProfile({ ...loadProfile('fleet-issuing'), extendedKeyUsage: ['serverAuth'] }) },
    ],
    [
      ['Revocation list'],
      {
        profile: parseProfile({
          ...loadProfile('fleet-issuing'),
          crlDistributionPoints: ['http://pki.other.example/x'],
        }),
      },
    ],
    [['Policies'], { profile: parseProfile({ ...loadProfile('fleet-issuing'), certificatePolicies: ['1.2.3'] }) }],
    [
      ['nameConstraints'],
      { profile: parseProfile({ ...loadProfile('fleet-issuing'), nameConstraints: { permittedDns: ['a.example'] } }) },
    ],
  ]
  it.each(changes)('finds a difference in %j', (fields, change) => {
    expect(differing(plan(issuing), buildTbsCertificate({ ...issuing.input, ...change }))).toEqual(fields)
  })

  it.each([
    [
      'Serial',
      bytesToHex(concatBytes(Uint8Array.of(2, 17), root.input.serial)),
      bytesToHex(concatBytes(Uint8Array.of(2, 17, 2), root.input.serial.subarray(1))),
    ],
    ['Constraints', '0603551d130101ff', '0603551d13010100'],
    ['Key usage', '03020106', '03020186'],
    ['Version', 'a003020102', 'a003020101'],
  ])('finds a difference in %s that our writer would never make', (field, before, after) => {
    expect(differing(plan(root), patched(root.tbs, before, after))).toEqual([field])
  })

  it('finds that a root is not self-issued', () => {
    const at = bytesToHex(root.tbs).indexOf('466c65657420526f6f74204732') / 2 + 12
    const changed = root.tbs.with(at, 0x33)
    expect(equalBytes(changed, root.tbs)).toBe(false)
    expect(differing(plan(root), changed)).toEqual(['Subject, issuer'])
  })

  it('leaves the serial number to its rule', () => {
    const again = buildTbsCertificate({ ...root.input, serial: makeSerial() })
    expect(differing(plan(root), again)).toEqual([])
  })

  it('refuses bytes that the independent parser cannot read', () => {
    expect(failureOf(() => compareWithPlan(plan(root), root.tbs.subarray(0, 100)))).toBe('certificate-malformed')
  })
})
