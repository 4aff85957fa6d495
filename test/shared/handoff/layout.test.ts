import { describe, expect, it } from 'vitest'

import { utf8ToBytes } from '../../../shared/bytes.ts'
import { chainOf, type HandoffCertificate } from '../../../shared/handoff/authority.ts'
import { layoutFiles, type LayoutInput } from '../../../shared/handoff/layout.ts'
import { encodePem } from '../../../shared/pki/pem.ts'

/** The layout does not look into the DER, so any bytes do. */
function certificate(name: string, issuer: string): HandoffCertificate {
  const hash = Buffer.from(name).toString('hex').padEnd(64, '0')
  return {
    name,
    issuer,
    der: utf8ToBytes(name),
    sha256: hash,
    spkiSha256: hash,
    serial: '01',
    subjectKeyId: hash.slice(0, 40),
  }
}

const root = certificate('root', 'root')
const middle = certificate('middle', 'root')
const leaf = certificate('leaf', 'middle')
const other = certificate('other', 'root')
const crl = (issuer: string) => ({
  issuer,
  der: utf8ToBytes(`crl of ${issuer}`),
  number: '1',
  thisUpdate: '2026-11-25T09:00:00.000Z',
  nextUpdate: '2027-03-01T00:00:00.000Z',
})

function files(changes: Partial<LayoutInput> = {}): Map<string, string> {
  const input: LayoutInput = {
    practice: false,
    domain: 'fleet.example',
    epoch: 3,
    sequence: 14,
    threshold: 1,
    certificates: [leaf, root, other, middle],
    crls: [crl('root'), crl('middle')],
    signers: [{ name: 'alice', der: utf8ToBytes('alice') }],
    state: {
      domain: 'fleet.example',
      anchors: [],
      issuers: [],
      default_issuer: null,
      crls: [],
      disabled: [],
      tainted: [],
      distrusted: [],
    },
    ...changes,
  }
  return new Map(layoutFiles(input).map(({ artifact, bytes }) => [artifact.path, new TextDecoder().decode(bytes)]))
}

const pem = (...certificates: HandoffCertificate[]) =>
  certificates.map(({ der }) => encodePem('CERTIFICATE', der)).join('')

describe('layoutFiles', () => {
  it('has this list of files, sorted', () => {
    const names = [...files().keys()]
    expect(names.toSorted()).toEqual(names)
    // Those for consumers have tests of their own.
    expect(names.filter((name) => !name.startsWith('consumers/'))).toEqual([
      'README-VERIFY.txt',
      'SHA256SUMS',
      'certs/leaf.der',
      'certs/leaf.pem',
      'certs/middle.der',
      'certs/middle.pem',
      'certs/other.der',
      'certs/other.pem',
      'certs/root.der',
      'certs/root.pem',
      'chains/leaf-chain.pem',
      'chains/other-chain.pem',
      'crls/crls-all.pem',
      'crls/middle.crl',
      'crls/middle.pem',
      'crls/root.crl',
      'crls/root.pem',
      'signatures/alice.pem',
      'trust/anchors.pem',
      'trust/state.json',
    ])
  })

  it('puts the issuing CA first and no self-signed root into a chain', () => {
    expect(files().get('chains/leaf-chain.pem')).toBe(pem(leaf, middle))
    expect(files().get('chains/other-chain.pem')).toBe(pem(other))
    expect(files().get('trust/anchors.pem')).toBe(pem(root))
  })

  it('puts every list into crls-all.pem, the one of the root too', () => {
    const all = files().get('crls/crls-all.pem')
    expect(all).toBe(encodePem('X509 CRL', crl('root').der) + encodePem('X509 CRL', crl('middle').der))
  })

  it('lists every other file in SHA256SUMS, once and in order', () => {
    const listed = (files().get('SHA256SUMS') ?? '')
      .trimEnd()
      .split('\n')
      .map((line) => line.slice(66))
    expect(listed).toEqual([...files().keys()].filter((path) => path !== 'SHA256SUMS'))
  })

  it('marks practice in every name that may be copied out', () => {
    const names = [...files({ practice: true }).keys()].filter((path) =>
      /^(certs|chains|crls|trust\/PRACTICE|trust\/a)/.test(path),
    )
    expect(names).toHaveLength(16)
    expect(names.every((path) => path.includes('/PRACTICE-'))).toBe(true)
  })

  it('says in the README who publishes lists online', () => {
    expect(files().get('README-VERIFY.txt')).toContain('leaf, other will publish CRLs online')
    const readme = files({ crls: ['root', 'middle', 'leaf', 'other'].map(crl) }).get('README-VERIFY.txt')
    expect(readme).not.toContain('online')
  })

  it('carries further files', () => {
    const extra = [{ path: 'log/checkpoint', bytes: utf8ToBytes('x'), mediaType: 'text/plain', kind: 'log' as const }]
    expect(files({ extra }).get('log/checkpoint')).toBe('x')
  })
})

describe('chainOf', () => {
  it('ends where certificates name each other in a circle', () => {
    const a = certificate('a', 'b')
    const b = certificate('b', 'a')
    expect(chainOf(a, [a, b])).toEqual([a, b])
  })
})
