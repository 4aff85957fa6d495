import type { CertificateFields } from '../../../../shared/pki/certificate-fields.ts'
import { DerFields, readDer } from '../../../../shared/pki/der-reader.ts'
import { booleanValue, integerValue, namedBitNumbers } from '../../../../shared/pki/der-values.ts'
import { TAG } from '../../../../shared/pki/der.ts'
import { KEY_USAGE_BIT } from '../../../../shared/pki/oids.ts'
import { BR_2_SINCE, CA_KINDS, type CertificateRule, extensionOf, RFC_5280_SINCE } from './rule.ts'

export const caConstraintRules: readonly CertificateRule[] = [
  {
    id: 'basic-constraints-ca',
    citation: 'RFC 5280 §4.2.1.9, BR v2.2.6 §7.1.2.1.4',
    severity: 'error',
    effective: RFC_5280_SINCE,
    kinds: CA_KINDS,
    check: (certificate) => {
      const constraints = basicConstraintsOf(certificate)
      if (constraints === null || !constraints.ca) return 'the certificate does not say that it is a CA'
      return constraints.critical ? null : 'the basic constraints are not critical'
    },
  },
  {
    id: 'basic-constraints-not-ca',
    citation: 'RFC 5280 §4.2.1.9',
    severity: 'error',
    effective: RFC_5280_SINCE,
    kinds: ['handoff-signer'],
    check: (certificate) =>
      basicConstraintsOf(certificate)?.ca === true ? 'the signer of hand-offs would be a CA' : null,
  },
  {
    id: 'root-path-length-absent',
    citation: 'BR v2.2.6 §7.1.2.1.4',
    severity: 'warning',
    effective: BR_2_SINCE,
    kinds: ['root'],
    check: (certificate) =>
      (basicConstraintsOf(certificate)?.pathLength ?? null) === null
        ? null
        : 'a path length in a root is not recommended',
  },
  {
    id: 'issuing-path-length-zero',
    citation: 'BR v2.2.6 §7.1.2.6, NIST SP 800-57 part 3',
    severity: 'warning',
    effective: BR_2_SINCE,
    kinds: ['issuing'],
    check: (certificate) =>
      basicConstraintsOf(certificate)?.pathLength === 0n
        ? null
        : 'an issuing CA without path length 0 can make further CAs',
  },
  {
    id: 'key-usage-ca',
    citation: 'RFC 5280 §4.2.1.3, BR v2.2.6 §7.1.2.10.7',
    severity: 'error',
    effective: RFC_5280_SINCE,
    kinds: CA_KINDS,
    check: (certificate) => {
      const bits = keyUsageOf(certificate)
      if (bits === null) return 'there is no key usage'
      if (!bits.includes(KEY_USAGE_BIT.keyCertSign) || !bits.includes(KEY_USAGE_BIT.cRLSign)) {
        return 'the key usage lacks keyCertSign or cRLSign'
      }
      const allowed = new Set<number>([
        KEY_USAGE_BIT.keyCertSign,
        KEY_USAGE_BIT.cRLSign,
        KEY_USAGE_BIT.digitalSignature,
      ])
      return bits.every((bit) => allowed.has(bit)) ? null : 'the key usage allows what a CA key must not do'
    },
  },
  {
    id: 'key-usage-handoff-signer',
    citation: 'RFC 5652 §5, Conclave',
    severity: 'error',
    effective: RFC_5280_SINCE,
    kinds: ['handoff-signer'],
    check: (certificate) => {
      const bits = keyUsageOf(certificate)
      return bits?.length === 1 && bits[0] === KEY_USAGE_BIT.digitalSignature
        ? null
        : 'the key usage is not digitalSignature alone'
    },
  },
  {
    id: 'key-usage-critical',
    citation: 'RFC 5280 §4.2.1.3, BR v2.2.6 §7.1.2.10.7',
    severity: 'error',
    effective: BR_2_SINCE,
    check: (certificate) =>
      extensionOf(certificate, 'keyUsage')?.critical === false ? 'the key usage is not critical' : null,
  },
]

/** Bit numbers, or null without the extension. */
export function keyUsageOf(certificate: CertificateFields): number[] | null {
  const found = extensionOf(certificate, 'keyUsage')
  return found === undefined ? null : namedBitNumbers(readDer(found.value))
}

function basicConstraintsOf(certificate: CertificateFields) {
  const found = extensionOf(certificate, 'basicConstraints')
  if (found === undefined) return null
  const fields = new DerFields(readDer(found.value))
  const ca = fields.optional(TAG.boolean)
  const pathLength = fields.optional(TAG.integer)
  fields.finish()
  return {
    critical: found.critical,
    ca: ca !== undefined && booleanValue(ca),
    pathLength: pathLength === undefined ? null : integerValue(pathLength),
  }
}
