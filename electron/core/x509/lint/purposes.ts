import type { CertificateFields } from '../../../../shared/pki/certificate-fields.ts'
import { childrenOf, DerFields, readDer } from '../../../../shared/pki/der-reader.ts'
import { objectIdentifierValue } from '../../../../shared/pki/der-values.ts'
import { ANY_POLICY_OID, EXTENDED_KEY_USAGE_OID } from '../../../../shared/pki/oids.ts'
import { BR_2_SINCE, type CertificateRule, extensionOf } from './rule.ts'

export const purposeRules: readonly CertificateRule[] = [
  {
    id: 'root-no-extended-key-usage',
    citation: 'BR v2.2.6 §7.1.2.1.2',
    severity: 'error',
    effective: BR_2_SINCE,
    kinds: ['root'],
    check: (certificate) => (extendedKeyUsageOf(certificate) === null ? null : 'a root has no extended key usage'),
  },
  {
    id: 'issuing-extended-key-usage',
    citation: 'BR v2.2.6 §7.1.2.10.6',
    severity: 'error',
    effective: BR_2_SINCE,
    kinds: ['issuing'],
    check: (certificate) => {
      const usages = extendedKeyUsageOf(certificate)
      if (usages === null) return 'an issuing CA is limited by an extended key usage'
      if (!usages.includes(EXTENDED_KEY_USAGE_OID.serverAuth)) return 'the extended key usage lacks serverAuth'
      const allowed = new Set<string>([EXTENDED_KEY_USAGE_OID.serverAuth, EXTENDED_KEY_USAGE_OID.clientAuth])
      const other = usages.find((usage) => !allowed.has(usage))
      return other === undefined ? null : `the extended key usage ${other} does not belong into a TLS issuing CA`
    },
  },
  {
    id: 'handoff-signer-no-extended-key-usage',
    citation: 'Conclave: "openssl cms -verify" accepts such a certificate without -purpose',
    severity: 'error',
    effective: '2026-11-24',
    kinds: ['handoff-signer'],
    check: (certificate) =>
      extendedKeyUsageOf(certificate) === null ? null : 'stock tools would refuse the signatures by default',
  },
  {
    id: 'root-no-policies',
    citation: 'BR v2.2.6 §7.1.2.1.2',
    severity: 'warning',
    effective: BR_2_SINCE,
    kinds: ['root'],
    check: (certificate) => (policiesOf(certificate) === null ? null : 'policies in a root are not recommended'),
  },
  {
    id: 'issuing-policies',
    citation: 'BR v2.2.6 §7.1.2.10.5',
    severity: 'error',
    effective: BR_2_SINCE,
    kinds: ['issuing'],
    check: (certificate) => {
      const policies = policiesOf(certificate)
      if (policies === null) return 'there are no certificate policies'
      const any = policies.some(({ oid }) => oid === ANY_POLICY_OID)
      if (any && policies.length > 1) return 'anyPolicy stands beside other policies'
      return policies.some(({ qualified }) => qualified) ? 'a policy has qualifiers' : null
    },
  },
]

function extendedKeyUsageOf(certificate: CertificateFields): string[] | null {
  const found = extensionOf(certificate, 'extendedKeyUsage')
  return found === undefined ? null : [...childrenOf(readDer(found.value))].map(objectIdentifierValue)
}

function policiesOf(certificate: CertificateFields): { oid: string; qualified: boolean }[] | null {
  const found = extensionOf(certificate, 'certificatePolicies')
  if (found === undefined) return null
  return [...childrenOf(readDer(found.value))].map((policy) => {
    const fields = new DerFields(policy)
    const oid = objectIdentifierValue(fields.required())
    return { oid, qualified: fields.optional(0x30) !== undefined }
  })
}
