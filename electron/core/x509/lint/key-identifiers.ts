import { equalBytes } from '../../../../shared/bytes.ts'
import { authorityKeyIdentifierOf, type CertificateFields } from '../../../../shared/pki/certificate-fields.ts'
import { childrenOf, contentOf, readDer } from '../../../../shared/pki/der-reader.ts'
import { subjectKeyIdentifier } from '../../../../shared/pki/subject-key-identifier.ts'
import { BR_2_SINCE, CA_KINDS, type CertificateRule, extensionOf, RFC_5280_SINCE } from './rule.ts'

export const keyIdentifierRules: readonly CertificateRule[] = [
  {
    id: 'subject-key-identifier-present',
    citation: 'RFC 5280 §4.2.1.2, BR v2.2.6 §7.1.2.11.4',
    severity: 'error',
    effective: RFC_5280_SINCE,
    kinds: CA_KINDS,
    check: (certificate) => {
      const found = extensionOf(certificate, 'subjectKeyIdentifier')
      if (found === undefined) return 'there is no subject key identifier'
      return found.critical ? 'the subject key identifier is critical' : null
    },
  },
  {
    id: 'subject-key-identifier-method',
    citation: 'RFC 7093 §2 method 1, BR v2.2.6 §7.1.2.2',
    severity: 'error',
    effective: BR_2_SINCE,
    check: (certificate, { copiedKeyIdentifier }) => {
      const found = ownKeyIdentifier(certificate)
      if (found === null) return null
      const expected = copiedKeyIdentifier ?? subjectKeyIdentifier(certificate.subjectPublicKey)
      if (equalBytes(found, expected)) return null
      return copiedKeyIdentifier === undefined
        ? 'the subject key identifier is not made by RFC 7093 method 1'
        : 'the subject key identifier is not copied from the existing certificate of the key'
    },
  },
  {
    id: 'authority-key-identifier-key-only',
    citation: 'BR v2.2.6 §7.1.2.11.1',
    severity: 'error',
    effective: BR_2_SINCE,
    check: (certificate) => {
      const found = extensionOf(certificate, 'authorityKeyIdentifier')
      if (found === undefined) return null
      if (found.critical) return 'the authority key identifier is critical'
      const tags = [...childrenOf(readDer(found.value))].map(({ tag }) => tag)
      return tags.length === 1 && tags[0] === 0x80 ? null : 'the authority key identifier is not a key identifier alone'
    },
  },
  {
    id: 'authority-key-identifier-matches',
    citation: 'RFC 5280 §4.2.1.1',
    severity: 'error',
    effective: RFC_5280_SINCE,
    check: (certificate, { issuer }) => {
      const found = extensionOf(certificate, 'authorityKeyIdentifier')
      if (found === undefined) return issuer === null ? null : 'there is no authority key identifier'
      const expected = ownKeyIdentifier(issuer ?? certificate)
      const actual = authorityKeyIdentifierOf(found.value)
      const matches = expected !== null && actual !== null && equalBytes(actual, expected)
      return matches ? null : 'the authority key identifier is not the subject key identifier of the issuer'
    },
  },
]

/** The content of the subjectKeyIdentifier extension, or null. */
export function ownKeyIdentifier(certificate: CertificateFields): Uint8Array | null {
  const found = extensionOf(certificate, 'subjectKeyIdentifier')
  return found === undefined ? null : contentOf(readDer(found.value))
}
