import { bytesToHex } from '../../../shared/bytes.ts'
import { EXTENSION_OID, KEY_USAGE_BIT } from '../../../shared/pki/oids.ts'
import { subjectKeyIdentifier } from '../../../shared/pki/subject-key-identifier.ts'
import type { CertificateInput } from '../../../shared/pki/tbs-certificate.ts'

/** An extension that the plan wants, in the same words in which the decoded one is described. */
export interface PlannedExtension {
  readonly field: string
  readonly oid: string
  readonly words: string
  readonly mono: boolean
}

type Planned = Pick<CertificateInput, 'profile' | 'issuer' | 'subjectPublicKey' | 'subjectKeyIdentifier'>

export function plannedExtensions(plan: Planned): PlannedExtension[] {
  const { profile } = plan
  const list = [
    row('Constraints', EXTENSION_OID.basicConstraints, `${constraintWords(profile.basicConstraints)}, critical`),
    row('Key usage', EXTENSION_OID.keyUsage, `${keyUsageWords(profile.keyUsage)}, critical`),
  ]
  if (profile.extendedKeyUsage) {
    list.push(row('Extended key usage', EXTENSION_OID.extendedKeyUsage, profile.extendedKeyUsage.join(', ')))
  }
  list.push({
    ...row('Issuer key', EXTENSION_OID.authorityKeyIdentifier, bytesToHex(issuerIdentifier(plan))),
    mono: true,
  })
  if (profile.certificatePolicies) {
    list.push(row('Policies', EXTENSION_OID.certificatePolicies, profile.certificatePolicies.join(', ')))
  }
  if (profile.nameConstraints) {
    list.push(row('Name constraints', EXTENSION_OID.nameConstraints, nameConstraintWords(profile.nameConstraints)))
  }
  if (profile.caIssuers) {
    const words = profile.caIssuers.map((uri) => `caIssuers ${uri}`).join(', ')
    list.push(row('Issuer certificate', EXTENSION_OID.authorityInfoAccess, words))
  }
  if (profile.crlDistributionPoints) {
    list.push(row('Revocation list', EXTENSION_OID.cRLDistributionPoints, profile.crlDistributionPoints.join(', ')))
  }
  return list
}

function issuerIdentifier({ issuer, subjectKeyIdentifier: copied, subjectPublicKey }: Planned): Uint8Array {
  return issuer === 'self' ? (copied ?? subjectKeyIdentifier(subjectPublicKey)) : issuer.keyIdentifier
}

function constraintWords({ ca, pathLength }: Planned['profile']['basicConstraints']): string {
  if (!ca) return 'not a CA'
  return pathLength === undefined ? 'CA, no path length' : `CA, path length ${pathLength}`
}

/** In the order of the bits, which is the order in which they are decoded. */
function keyUsageWords(usages: Planned['profile']['keyUsage']): string {
  return usages.toSorted((a, b) => KEY_USAGE_BIT[a] - KEY_USAGE_BIT[b]).join(', ')
}

function nameConstraintWords(constraints: NonNullable<Planned['profile']['nameConstraints']>): string {
  const side = (label: string, names: readonly string[] | undefined) =>
    names === undefined
      ? []
      : [`${label} ${names.map((name) => (name === '' ? 'every DNS name' : `DNS ${name}`)).join(', ')}`]
  return `${[...side('only', constraints.permittedDns), ...side('never', constraints.excludedDns)].join('; ')}, critical`
}

function row(field: string, oid: string, words: string): PlannedExtension {
  return { field, oid, words, mono: false }
}
