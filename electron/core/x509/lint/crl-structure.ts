import { equalBytes } from '../../../../shared/bytes.ts'
import { signatureAlgorithmOf } from '../../../../shared/pki/algorithm-identifiers.ts'
import { authorityKeyIdentifierOf } from '../../../../shared/pki/certificate-fields.ts'
import { crlNumberOf } from '../../../../shared/pki/crl-fields.ts'
import { childrenOf, readDer } from '../../../../shared/pki/der-reader.ts'
import { EXTENSION_OID, KEY_USAGE_BIT } from '../../../../shared/pki/oids.ts'
import { keyUsageOf } from './ca-constraints.ts'
import { ownKeyIdentifier } from './key-identifiers.ts'
import { BR_2_SINCE, type CrlRule, extensionOf, RFC_5280_SINCE } from './rule.ts'
import { signatureFitsKey } from './signing-key.ts'

const KNOWN = new Set<string>([
  EXTENSION_OID.authorityKeyIdentifier,
  EXTENSION_OID.cRLNumber,
  EXTENSION_OID.issuingDistributionPoint,
])

export const crlStructureRules: readonly CrlRule[] = [
  {
    id: 'crl-version-2',
    citation: 'RFC 5280 §5.1.2.1',
    severity: 'error',
    effective: RFC_5280_SINCE,
    check: ({ version }) => (version === 2 ? null : `the version is ${version}, not 2`),
  },
  {
    id: 'crl-signature-algorithm',
    citation: 'RFC 5280 §5.1.1.2, BR v2.2.6 §7.1.3.2',
    severity: 'error',
    effective: BR_2_SINCE,
    check: ({ signatureAlgorithm, outer }) => {
      if (signatureAlgorithmOf(signatureAlgorithm) === undefined) {
        return 'the signature algorithm is not byte for byte one of those allowed'
      }
      const equal = outer === undefined || equalBytes(outer.algorithm, signatureAlgorithm)
      return equal ? null : 'the signature algorithm outside is not the one inside'
    },
  },
  {
    id: 'crl-hash-matches-key',
    citation: 'BR v2.2.6 §7.1.3.2.2',
    severity: 'error',
    effective: BR_2_SINCE,
    check: ({ signatureAlgorithm }, { issuer }) =>
      signatureFitsKey(signatureAlgorithm, issuer.subjectPublicKey)
        ? null
        : 'the signature algorithm does not fit the key that signs',
  },
  {
    id: 'crl-issuer-bytes',
    citation: 'RFC 5280 §5.1.2.3',
    severity: 'error',
    effective: RFC_5280_SINCE,
    check: (crl, { issuer }) =>
      equalBytes(crl.issuer, issuer.subject) ? null : 'the issuer is not byte for byte the subject of its certificate',
  },
  {
    id: 'crl-issuer-may-sign',
    citation: 'RFC 5280 §4.2.1.3',
    severity: 'error',
    effective: RFC_5280_SINCE,
    check: (_, { issuer }) =>
      keyUsageOf(issuer)?.includes(KEY_USAGE_BIT.cRLSign) === true
        ? null
        : 'the certificate of the issuer lacks cRLSign',
  },
  {
    id: 'crl-number',
    citation: 'RFC 5280 §5.2.3, BR v2.2.6 §7.2',
    severity: 'error',
    effective: RFC_5280_SINCE,
    check: (crl) => {
      const number = crlNumberOf(crl)
      if (number === null) return 'there is no CRL number'
      if (number < 1n || number >= 1n << 159n) return 'the CRL number is not between 1 and 2^159'
      return extensionOf(crl, 'cRLNumber')?.critical === true ? 'the CRL number is critical' : null
    },
  },
  {
    id: 'crl-authority-key-identifier',
    citation: 'RFC 5280 §5.2.1, BR v2.2.6 §7.2.2',
    severity: 'error',
    effective: RFC_5280_SINCE,
    check: (crl, { issuer }) => {
      const found = extensionOf(crl, 'authorityKeyIdentifier')
      const expected = ownKeyIdentifier(issuer)
      if (found === undefined) return 'there is no authority key identifier'
      if (found.critical || [...childrenOf(readDer(found.value))].length !== 1) {
        return 'the authority key identifier is critical or not a key identifier alone'
      }
      const actual = authorityKeyIdentifierOf(found.value)
      const matches = expected !== null && actual !== null && equalBytes(actual, expected)
      return matches ? null : 'the authority key identifier is not the subject key identifier of the issuer'
    },
  },
  {
    id: 'crl-no-distribution-point',
    citation: 'BR v2.2.6 §7.2.2, and OpenSSL error 44',
    severity: 'error',
    effective: BR_2_SINCE,
    check: (crl) =>
      extensionOf(crl, 'issuingDistributionPoint') === undefined
        ? null
        : 'an issuing distribution point limits the list, and consumers refuse a root CRL with a name in it',
  },
  {
    id: 'crl-complete',
    citation: 'RFC 5280 §5.2.4',
    severity: 'error',
    effective: RFC_5280_SINCE,
    check: (crl) => (extensionOf(crl, 'deltaCRLIndicator') === undefined ? null : 'the list is a delta'),
  },
  {
    id: 'crl-extensions',
    citation: 'RFC 5280 §5.2',
    severity: 'error',
    effective: RFC_5280_SINCE,
    check: ({ extensions }) => {
      const oids = extensions.map(({ oid }) => oid)
      if (new Set(oids).size !== oids.length) return 'an extension is there more than once'
      const unknown = extensions.find(({ oid, critical }) => critical && !KNOWN.has(oid))
      return unknown === undefined ? null : `the extension ${unknown.oid} is critical and not known to consumers`
    },
  },
  {
    id: 'crl-empty-list-absent',
    citation: 'RFC 5280 §5.1.2.6',
    severity: 'error',
    effective: RFC_5280_SINCE,
    check: ({ emptyList }) => (emptyList ? 'the list of revoked certificates is present and empty' : null),
  },
]
