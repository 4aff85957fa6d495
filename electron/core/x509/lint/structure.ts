import { equalBytes } from '../../../../shared/bytes.ts'
import { signatureAlgorithmOf } from '../../../../shared/pki/algorithm-identifiers.ts'
import { checkKeyQuality } from '../../../../shared/pki/key-quality.ts'
import { EXTENSION_OID } from '../../../../shared/pki/oids.ts'
import { readPublicKey } from '../../../../shared/pki/public-key.ts'
import { signatureFitsKey } from './signing-key.ts'
import { BR_2_SINCE, type CertificateRule, RFC_5280_SINCE } from './rule.ts'

/** In the order in which this console writes them (Go crypto/x509). */
const EXTENSION_ORDER: readonly string[] = [
  EXTENSION_OID.keyUsage,
  EXTENSION_OID.extendedKeyUsage,
  EXTENSION_OID.basicConstraints,
  EXTENSION_OID.subjectKeyIdentifier,
  EXTENSION_OID.authorityKeyIdentifier,
  EXTENSION_OID.authorityInfoAccess,
  EXTENSION_OID.subjectAltName,
  EXTENSION_OID.certificatePolicies,
  EXTENSION_OID.nameConstraints,
  EXTENSION_OID.cRLDistributionPoints,
]

export const structureRules: readonly CertificateRule[] = [
  {
    id: 'version-3',
    citation: 'RFC 5280 §4.1.2.1, BR v2.2.6 §7.1.1',
    severity: 'error',
    effective: RFC_5280_SINCE,
    check: ({ version }) => (version === 3 ? null : `the version is ${version}, not 3`),
  },
  {
    id: 'unique-identifiers-absent',
    citation: 'BR v2.2.6 §7.1.2',
    severity: 'error',
    effective: BR_2_SINCE,
    check: (certificate) =>
      certificate.issuerUniqueId || certificate.subjectUniqueId ? 'a unique identifier is present' : null,
  },
  {
    id: 'signature-algorithm-bytes',
    citation: 'BR v2.2.6 §7.1.3.2, RFC 8410 §3',
    severity: 'error',
    effective: BR_2_SINCE,
    check: ({ signatureAlgorithm }) =>
      signatureAlgorithmOf(signatureAlgorithm) === undefined
        ? 'the signature algorithm is not byte for byte one of those allowed'
        : null,
  },
  {
    id: 'signature-algorithms-equal',
    citation: 'RFC 5280 §4.1.1.2',
    severity: 'error',
    effective: RFC_5280_SINCE,
    check: ({ outer, signatureAlgorithm }) =>
      outer === undefined || equalBytes(outer.algorithm, signatureAlgorithm)
        ? null
        : 'the signature algorithm outside is not the one inside',
  },
  {
    id: 'hash-matches-key',
    citation: 'BR v2.2.6 §7.1.3.2.2',
    severity: 'error',
    effective: BR_2_SINCE,
    check: (certificate, { issuer }) =>
      signatureFitsKey(certificate.signatureAlgorithm, (issuer ?? certificate).subjectPublicKey)
        ? null
        : 'the signature algorithm does not fit the key that signs',
  },
  {
    id: 'public-key-algorithm-bytes',
    citation: 'BR v2.2.6 §7.1.3.1, RFC 8410 §3',
    severity: 'error',
    effective: BR_2_SINCE,
    check: ({ subjectPublicKey }) =>
      readPublicKey(subjectPublicKey).kind === 'unknown'
        ? 'the algorithm of the public key is not byte for byte one of those allowed'
        : null,
  },
  {
    id: 'public-key-sound',
    citation: 'BR v2.2.6 §6.1.5, §6.1.6',
    severity: 'error',
    effective: BR_2_SINCE,
    check: ({ subjectPublicKey }) => {
      const key = readPublicKey(subjectPublicKey)
      const problems = key.kind === 'unknown' ? [] : checkKeyQuality(key)
      return problems.length === 0 ? null : problems.join('; ')
    },
  },
  {
    id: 'extensions-once',
    citation: 'RFC 5280 §4.2',
    severity: 'error',
    effective: RFC_5280_SINCE,
    check: ({ extensions }) => {
      const twice = extensions.find(({ oid }, index) => extensions.findIndex((other) => other.oid === oid) !== index)
      return twice === undefined ? null : `the extension ${twice.oid} is there more than once`
    },
  },
  {
    id: 'critical-extensions-known',
    citation: 'RFC 5280 §4.2',
    severity: 'error',
    effective: RFC_5280_SINCE,
    check: ({ extensions }) => {
      const unknown = extensions.find(({ oid, critical }) => critical && !EXTENSION_ORDER.includes(oid))
      return unknown === undefined ? null : `the extension ${unknown.oid} is critical and not known to consumers`
    },
  },
  {
    id: 'extension-order',
    citation: 'Conclave, so that another tool can make the same bytes',
    severity: 'warning',
    effective: '2026-11-24',
    check: ({ extensions }) => {
      const places = extensions.map(({ oid }) => EXTENSION_ORDER.indexOf(oid)).filter((place) => place >= 0)
      const sorted = places.every((place, index) => index === 0 || place > (places[index - 1] ?? -1))
      return sorted ? null : 'the extensions are not in the order of Go crypto/x509'
    },
  },
]
