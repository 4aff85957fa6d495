import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { describeCertificate, describeTbs } from '../../../../electron/core/x509/certificate.ts'
import { bytesToHex, concatBytes, sha256Hex } from '../../../../shared/bytes.ts'
import { tbsOfCertificate } from '../../../../shared/pki/certificate.ts'
import { makeIssuing, makeRoot } from './authority.ts'
import { makeFolder, run } from './tool.ts'
import { failureOf } from '../../../support/failure.ts'

const root = makeRoot()
const issuing = makeIssuing(root)

describe('Certificate description', () => {
  it('has everything about an issuing CA in words', () => {
    const keyIdentifier = bytesToHex(issuing.asIssuer.keyIdentifier)
    expect(describeCertificate(issuing.certificate)).toEqual({
      subject: 'C=CH, O=Meridian Fleet AG, CN=Fleet Issuing Zürich 1',
      issuer: 'C=CH, O=Meridian Fleet AG, CN=Fleet Root G2',
      serial: bytesToHex(issuing.input.serial),
      notBefore: '2026-11-24T14:00:00.000Z',
      notAfter: '2031-11-24T13:59:59.000Z',
      publicKey: `P-384, SPKI ${sha256Hex(issuing.spki)}`,
      spki: sha256Hex(issuing.spki),
      subjectKeyIdentifier: keyIdentifier,
      authorityKeyIdentifier: bytesToHex(root.asIssuer.keyIdentifier),
      extensions: [
        { oid: '2.5.29.15', name: 'keyUsage', critical: true, value: 'keyCertSign, cRLSign' },
        { oid: '2.5.29.37', name: 'extendedKeyUsage', critical: false, value: 'serverAuth, clientAuth' },
        { oid: '2.5.29.19', name: 'basicConstraints', critical: true, value: 'CA, path length 0' },
        { oid: '2.5.29.14', name: 'subjectKeyIdentifier', critical: false, value: keyIdentifier },
        {
          oid: '2.5.29.35',
          name: 'authorityKeyIdentifier',
          critical: false,
          value: bytesToHex(root.asIssuer.keyIdentifier),
        },
        {
          oid: '1.3.6.1.5.5.7.1.1',
          name: 'authorityInfoAccess',
          critical: false,
          value: 'caIssuers http://pki.fleet.example/fleet-root.cer',
        },
        { oid: '2.5.29.32', name: 'certificatePolicies', critical: false, value: '2.5.29.32.0' },
        {
          oid: '2.5.29.31',
          name: 'cRLDistributionPoints',
          critical: false,
          value: 'http://pki.fleet.example/fleet-root.crl',
        },
      ],
      signatureAlgorithm: 'ecdsa-with-SHA384',
      sha256: sha256Hex(issuing.certificate),
      size: issuing.certificate.length,
    })
  })

  it('reads to-be-signed bytes as rows', () => {
    const rows = describeTbs(root.tbs)
    expect(rows.map(({ field }) => field)).toEqual([
      'Version',
      'Subject',
      'Issuer',
      'Serial',
      'Valid from',
      'Valid to',
      'Public key',
      'keyUsage',
      'basicConstraints',
      'subjectKeyIdentifier',
      'authorityKeyIdentifier',
      'Signature',
    ])
    expect(rows.find(({ field }) => field === 'Valid to')?.value).toBe('2051-11-24T13:59:59Z')
    expect(rows.find(({ field }) => field === 'keyUsage')?.value).toBe('keyCertSign, cRLSign, critical')
  })

  it('reads a certificate of another tool, with names that we do not write', () => {
    const folder = makeFolder()
    const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' })
    folder.write('key.pem', key)
    const made = run(
      'openssl',
      [
        'req',
        '-x509',
        '-new',
        '-key',
        'key.pem',
        '-subj',
        '/CN=host/OU=Unit',
        '-days',
        '1',
        '-outform',
        'DER',
        '-out',
        'c.der',
        '-addext',
        'subjectAltName=DNS:a.example,IP:10.0.0.1,email:a@b.example',
        '-addext',
        'nameConstraints=critical,permitted;DNS:fleet.example,excluded;IP:0.0.0.0/0.0.0.0',
      ],
      { cwd: folder.root },
    )
    expect(made.code).toBe(0)
    const read = describeCertificate(folder.read('c.der'))
    expect(read.subject).toBe('CN=host, OU=Unit')
    const values = Object.fromEntries(read.extensions.map(({ name, value }) => [name, value]))
    expect(values).toMatchObject({
      subjectAltName: 'DNS a.example, IP 10.0.0.1, mail a@b.example',
      basicConstraints: 'CA, no path length',
    })
    expect(values['nameConstraints']).toMatch(/^only DNS fleet\.example; never IP 0\.0\.0\.0/)
  })

  it.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['trailing bytes', concatBytes(root.certificate, Uint8Array.of(0))],
    ['to-be-signed bytes', root.tbs],
    ['noise', new Uint8Array(100).fill(7)],
  ])('refuses %s', (_, der) => {
    expect(failureOf(() => describeCertificate(der))).toBe('certificate-malformed')
  })

  it('gives back the exact to-be-signed bytes', () => {
    expect(tbsOfCertificate(root.certificate)).toEqual(root.tbs)
    expect(failureOf(() => tbsOfCertificate(root.tbs.subarray(1)))).toBe('certificate-malformed')
  })
})
