import { execFileSync } from 'node:child_process'
import { hash, X509Certificate } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CertificateScan } from '../../../shared/inventory/scan-certificate.ts'
import { scanNames } from '../../../shared/inventory/scan-names.ts'
import { scanTime } from '../../../shared/inventory/scan-time.ts'
import { DerError } from '../../../shared/pki/der-reader.ts'
import { generalizedTime, time } from '../../../shared/pki/der-time.ts'
import { scratchFolders } from '../../support/scratch-folder.ts'

const scratch = scratchFolders()

/** Made by OpenSSL: keys of several kinds, with and without extensions. */
function openssl(folder: string, args: readonly string[], extensions: string): Buffer {
  const file = join(folder, 'extensions.cnf')
  writeFileSync(file, `[req]\ndistinguished_name=dn\nx509_extensions=ext\n[dn]\n[ext]\n${extensions}\n`)
  const out = join(folder, 'certificate.der')
  const made = ['req', '-x509', '-nodes', '-config', file, '-keyout', join(folder, 'key.pem'), '-outform', 'DER']
  execFileSync('openssl', [...made, '-out', out, ...args])
  return readFileSync(out)
}

function thrownBy(scan: CertificateScan, der: Buffer): unknown {
  try {
    scan.scan(der, 0, der.length)
    scanNames(der, scan.namesStart, scan.namesEnd)
    return null
  } catch (error) {
    return error instanceof Error ? error.constructor : error
  }
}

const EC = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-384', '-days', '30', '-subj', '/C=CH/O=Fleet/CN=One']
const LEAF =
  'subjectAltName=DNS:a.example,URI:spiffe://x/a,IP:10.0.0.1,IP:2001:db8::1,email:a@example.org\nbasicConstraints=CA:FALSE'

describe('CertificateScan', () => {
  it.each([
    ['an EC leaf with names', EC, LEAF],
    [
      'a CA',
      EC,
      'basicConstraints=critical,CA:TRUE,pathlen:0\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid',
    ],
    ['RSA until after 2049', ['-newkey', 'rsa:2048', '-days', '12000', '-subj', '/CN=Long'], LEAF],
    ['Ed25519', ['-newkey', 'ed25519', '-days', '1', '-subj', '/CN=Ed'], LEAF],
    ['a serial number of one octet', [...EC, '-set_serial', '5'], LEAF],
    ['a serial number with a high first bit', [...EC, '-set_serial', '0xff00000000000000000000000000000001'], LEAF],
    ['no subject', ['-newkey', 'ed25519', '-days', '1', '-subj', '/'], LEAF],
  ])('reads %s as OpenSSL does', (_, args, extensions) => {
    const der = openssl(scratch(), args, extensions)
    const full = new X509Certificate(der)
    const scan = new CertificateScan()
    scan.scan(der, 0, der.length)
    expect(der.toString('hex', scan.serialStart, scan.serialEnd)).toBe(full.serialNumber.toLowerCase())
    expect(scan.notBefore * 1000).toBe(full.validFromDate.getTime())
    expect(scan.notAfter * 1000).toBe(full.validToDate.getTime())
    expect(scan.isCa).toBe(full.ca)
    expect(hash('sha256', der.subarray(scan.spkiStart, scan.spkiEnd))).toBe(
      hash('sha256', full.publicKey.export({ type: 'spki', format: 'der' })),
    )
    expect(der.includes(der.subarray(scan.issuerStart, scan.issuerEnd))).toBe(true)
    const names = scanNames(der, scan.namesStart, scan.namesEnd)
    expect(names).toBe(
      full.subjectAltName === undefined
        ? ''
        : 'DNS:a.example\nURI:spiffe://x/a\nIP:10.0.0.1\nIP:2001:db8:0:0:0:0:0:1\nemail:a@example.org',
    )
  })

  it('finds the key identifiers', () => {
    const der = openssl(scratch(), EC, 'subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid:always')
    const scan = new CertificateScan()
    scan.scan(der, 0, der.length)
    const own = der.toString('hex', scan.subjectKeyIdStart, scan.subjectKeyIdEnd)
    expect(own).toMatch(/^[0-9a-f]{40}$/)
    expect(der.toString('hex', scan.authorityKeyIdStart, scan.authorityKeyIdEnd)).toBe(own)
  })

  it('throws DerError for every beginning of a certificate, and for a byte too much', () => {
    const der = openssl(scratch(), EC, LEAF)
    const scan = new CertificateScan()
    for (let length = 0; length < der.length; length++)
      expect(() => {
        scan.scan(der, 0, length)
      }).toThrow(DerError)
    expect(() => {
      scan.scan(Buffer.concat([der, Buffer.of(0)]), 0, der.length + 1)
    }).toThrow(DerError)
  })

  it('throws nothing but DerError, whatever is changed', () => {
    const der = openssl(scratch(), EC, LEAF)
    const scan = new CertificateScan()
    const change = fc.tuple(fc.nat(der.length - 1), fc.nat(255))
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const changed = Buffer.from(der)
        for (const [at, octet] of changes) changed[at] = octet
        expect(thrownBy(scan, changed)).toBeOneOf([null, DerError])
      }),
      { numRuns: 3000 },
    )
  })

  it('refuses a serial number of 21 octets', () => {
    const der = openssl(scratch(), [...EC, '-set_serial', `0x${'7f'.repeat(21)}`], LEAF)
    expect(() => {
      new CertificateScan().scan(der, 0, der.length)
    }).toThrow('more than 20 octets')
  })
})

describe('scanTime', () => {
  it('reads what the writer writes, from 1950 to 9999', () => {
    const last = Date.UTC(9999, 11, 31, 23, 59, 59) / 1000
    fc.assert(
      fc.property(fc.integer({ min: -631_152_000, max: last }), (seconds) => {
        const short = time(seconds * 1000)
        const long = generalizedTime(seconds * 1000)
        expect(scanTime(short, 0, short.length)).toBe(seconds)
        expect(scanTime(long, 0, long.length)).toBe(seconds)
      }),
    )
  })

  it.each(['20260230000000Z', '20261301000000Z', '20260101240000Z', '2026010100000Z', '20260101000000+'])(
    'refuses %s',
    (text) => {
      const der = Buffer.concat([Buffer.of(0x18, text.length), Buffer.from(text)])
      expect(() => scanTime(der, 0, der.length)).toThrow(DerError)
    },
  )
})
