import { describe, expect, it } from 'vitest'
import { assertChain } from '../../../../electron/core/x509/chain.ts'
import { importPublicKey } from '../../../../electron/core/x509/signature-checker.ts'
import {
  verifyCertificateSignature,
  verifyCrlSignature,
  verifySignatureOverTbs,
} from '../../../../electron/core/x509/verify.ts'
import { SIGNATURE_FOR_KEY } from '../../../../shared/pki/algorithms.ts'
import { assembleCertificate } from '../../../../shared/pki/certificate.ts'
import { parseProfile } from '../../../../shared/pki/profile.ts'
import { encodeSignature } from '../../../../shared/pki/signed-object.ts'
import { generateKey, loadProfile, makeCrl, makeIssuing, makeRoot, NOT_BEFORE, signRaw } from './authority.ts'
import { failureOf } from '../../../support/failure.ts'

const root = makeRoot()
const issuing = makeIssuing(root)
const stranger = makeRoot()
const LATER = NOT_BEFORE + 3_600_000

function flipLast(bytes: Uint8Array): Uint8Array {
  return bytes.map((octet, index) => (index === bytes.length - 1 ? octet ^ 1 : octet))
}

describe('Signature over to-be-signed bytes', () => {
  it.each(['ec-p256', 'ec-p384', 'rsa-3072', 'ed25519'] as const)(
    'holds for these bytes and this key only, with %s',
    (algorithm) => {
      const key = generateKey(algorithm)
      const name = SIGNATURE_FOR_KEY[algorithm]
      const raw = signRaw({ algorithm, privateKey: key.privateKey }, root.tbs)
      expect(verifySignatureOverTbs(root.tbs, name, raw, key.spki)).toBe(true)
      expect(verifySignatureOverTbs(flipLast(root.tbs), name, raw, key.spki)).toBe(false)
      expect(verifySignatureOverTbs(root.tbs, name, flipLast(raw), key.spki)).toBe(false)
      expect(verifySignatureOverTbs(root.tbs, name, raw, generateKey(algorithm).spki)).toBe(false)
      expect(verifySignatureOverTbs(root.tbs, name, raw.subarray(1), key.spki)).toBe(false)
    },
  )

  it('is false for an algorithm that is not of the key', () => {
    const raw = signRaw(root, root.tbs)
    expect(verifySignatureOverTbs(root.tbs, 'ecdsa-sha256', raw, root.spki)).toBe(false)
    expect(verifySignatureOverTbs(root.tbs, 'rsa-sha384', raw, root.spki)).toBe(false)
    expect(verifySignatureOverTbs(root.tbs, 'ecdsa-sha384', raw, new Uint8Array(10))).toBe(false)
    expect(importPublicKey(new Uint8Array(10))).toBeNull()
  })

  it.each([64, 95, 97, 0])('of %i bytes is refused where a P-384 signature has 96', (length) => {
    expect(failureOf(() => encodeSignature('ecdsa-sha384', new Uint8Array(length).fill(1)))).toBe('signature-invalid')
  })

  it('has minimal positive integers, whatever the HSM returned', () => {
    const raw = new Uint8Array(96)
    raw[47] = 5
    raw[48] = 0x80
    expect(encodeSignature('ecdsa-sha384', raw).subarray(0, 8)).toEqual(Uint8Array.of(0x30, 0x36, 2, 1, 5, 2, 0x31, 0))
  })
})

describe('Verification of what was signed', () => {
  it('accepts a certificate and a CRL of their issuer, and of nobody else', () => {
    const { crl } = makeCrl(root, [])
    expect(verifyCertificateSignature(root.certificate, root.spki)).toBe(true)
    expect(verifyCertificateSignature(issuing.certificate, root.spki)).toBe(true)
    expect(verifyCertificateSignature(issuing.certificate, stranger.spki)).toBe(false)
    expect(verifyCrlSignature(crl, root.spki)).toBe(true)
    expect(verifyCrlSignature(crl, stranger.spki)).toBe(false)
  })

  it('is false after any change, for another algorithm outside, and for noise', () => {
    const { crl } = makeCrl(root, [])
    expect(verifyCertificateSignature(flipLast(root.certificate), root.spki)).toBe(false)
    expect(verifyCrlSignature(flipLast(crl), root.spki)).toBe(false)
    const other = assembleCertificate(root.tbs, 'rsa-sha384', new Uint8Array(384).fill(1))
    expect(verifyCertificateSignature(other, root.spki)).toBe(false)
    expect(verifyCertificateSignature(new Uint8Array(50), root.spki)).toBe(false)
    expect(verifyCrlSignature(new Uint8Array(50), root.spki)).toBe(false)
  })
})

describe('Chain', () => {
  it('from an issuing CA to its root holds within their validity, to the second', () => {
    const chain = [issuing.certificate, root.certificate]
    expect(() => assertChain(chain, LATER)).not.toThrow()
    expect(() => assertChain([root.certificate], LATER)).not.toThrow()
    expect(() => assertChain(chain, NOT_BEFORE)).not.toThrow()
    expect(failureOf(() => assertChain(chain, NOT_BEFORE - 1))).toBe('hierarchy-invalid')
    expect(() => assertChain(chain, issuing.asIssuer.notAfter + 999)).not.toThrow()
    expect(failureOf(() => assertChain(chain, issuing.asIssuer.notAfter + 1000))).toBe('hierarchy-invalid')
  })

  it.each([
    ['is empty', []],
    ['does not end in a root', [issuing.certificate]],
    ['is in the wrong order', [root.certificate, issuing.certificate]],
    ['ends in another root of the same name', [issuing.certificate, stranger.certificate]],
    ['holds a changed signature', [flipLast(issuing.certificate), root.certificate]],
  ])('is refused when it %s', (_, chain) => {
    expect(failureOf(() => assertChain(chain, LATER))).toBe('hierarchy-invalid')
  })

  it('is refused beyond a path length', () => {
    const profile = parseProfile({ ...loadProfile('fleet-issuing'), basicConstraints: { ca: true } })
    const below = makeIssuing(issuing, { profile, subject: { commonName: 'Below' } })
    const leaf = makeIssuing(below, { subject: { commonName: 'Leaf' } })
    expect(() => assertChain([below.certificate, issuing.certificate, root.certificate], LATER)).not.toThrow()
    const tooLong = [leaf.certificate, below.certificate, issuing.certificate, root.certificate]
    expect(failureOf(() => assertChain(tooLong, LATER))).toBe('hierarchy-invalid')
  })

  it('is refused below a certificate that is no CA', () => {
    const signer = makeRoot({ profile: loadProfile('handoff-signer') })
    const below = makeIssuing(signer, { subject: { commonName: 'Below' }, notAfter: signer.asIssuer.notAfter })
    expect(failureOf(() => assertChain([below.certificate, signer.certificate], LATER))).toBe('hierarchy-invalid')
  })

  it('names a certificate that is none', () => {
    expect(failureOf(() => assertChain([new Uint8Array(5), root.certificate], LATER))).toBe('certificate-malformed')
  })
})
