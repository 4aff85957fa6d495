import { describe, expect, it } from 'vitest'
import { issuerOf } from '../../../shared/pki/issuer-of.ts'
import { makeRoot } from '../../electron/core/x509/authority.ts'
import { extensionBytes, forge } from '../../electron/core/x509/lint/forge.ts'
import { failureOf } from '../../support/failure.ts'
import { assembleCertificate } from '../../../shared/pki/certificate.ts'

describe('Issuer of', () => {
  const root = makeRoot()

  it('takes name, key identifier and end from a certificate', () => {
    expect(issuerOf(root.certificate)).toEqual({ ...root.asIssuer, subjectPublicKey: root.spki })
  })

  it.each([
    ['without a key identifier', forge(root.tbs, { extensions: { subjectKeyIdentifier: null } })],
    [
      'with a key identifier of another type',
      forge(root.tbs, {
        extensions: { subjectKeyIdentifier: extensionBytes('subjectKeyIdentifier', false, Uint8Array.of(5, 0)) },
      }),
    ],
  ])('refuses a certificate %s', (_, tbs) => {
    const certificate = assembleCertificate(tbs, 'ed25519', new Uint8Array(64))
    expect(failureOf(() => issuerOf(certificate))).toBe('certificate-malformed')
  })

  it('refuses what is no certificate', () => {
    expect(failureOf(() => issuerOf(new Uint8Array(4)))).toBe('certificate-malformed')
  })
})
