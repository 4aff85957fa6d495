import type { CertificateFields } from '../../../../shared/pki/certificate-fields.ts'
import { childrenOf, type DerElement, DerFields, readDer } from '../../../../shared/pki/der-reader.ts'
import { asciiOf, objectIdentifierValue } from '../../../../shared/pki/der-values.ts'
import { ACCESS_METHOD_OID } from '../../../../shared/pki/oids.ts'
import { BR_2_SINCE, type CertificateRule, extensionOf, RFC_5280_SINCE } from './rule.ts'

const HTTP = /^http:\/\/[^/]+\/\S*$/

export const pointerRules: readonly CertificateRule[] = [
  {
    id: 'root-no-crl-distribution-points',
    citation: 'BR v2.2.6 §7.1.2.1.2',
    severity: 'warning',
    effective: BR_2_SINCE,
    kinds: ['root'],
    check: (certificate) =>
      extensionOf(certificate, 'cRLDistributionPoints') === undefined
        ? null
        : 'a root says where its own revocation list is',
  },
  {
    id: 'issuing-crl-distribution-points',
    citation: 'BR v2.2.6 §7.1.2.11.2',
    severity: 'error',
    effective: BR_2_SINCE,
    kinds: ['issuing'],
    check: (certificate) => {
      const found = extensionOf(certificate, 'cRLDistributionPoints')
      if (found === undefined) return 'nothing says where the revocation list is'
      if (found.critical) return 'the CRL distribution points are critical'
      const points = [...childrenOf(readDer(found.value))]
      return points.length === 1 && points[0] !== undefined
        ? checkDistributionPoint(points[0])
        : `there are ${points.length} distribution points, not one`
    },
  },
  {
    id: 'authority-info-access-http',
    citation: 'BR v2.2.6 §7.1.2.10.3',
    severity: 'error',
    effective: BR_2_SINCE,
    check: (certificate) => {
      const found = extensionOf(certificate, 'authorityInfoAccess')
      if (found === undefined) return null
      if (found.critical) return 'authority information access is critical'
      return [...childrenOf(readDer(found.value))].every(isHttpAccess)
        ? null
        : 'an access is not caIssuers or OCSP over http:'
    },
  },
  {
    id: 'issuing-ca-issuers',
    citation: 'BR v2.2.6 §7.1.2.10.3',
    severity: 'warning',
    effective: BR_2_SINCE,
    kinds: ['issuing'],
    check: (certificate) =>
      extensionOf(certificate, 'authorityInfoAccess') === undefined
        ? 'nothing says where the certificate of the issuer is'
        : null,
  },
  {
    id: 'name-constraints',
    citation: 'RFC 5280 §4.2.1.10',
    severity: 'error',
    effective: RFC_5280_SINCE,
    check: (certificate, { kind }) => checkNameConstraints(certificate, kind !== 'handoff-signer'),
  },
]

function checkDistributionPoint(point: DerElement): string | null {
  const fields = [...childrenOf(point)]
  const [name] = fields
  if (fields.length !== 1 || name?.tag !== 0xa0) return 'the distribution point has reasons or an issuer, or no name'
  const [fullName] = childrenOf(name)
  if (fullName?.tag !== 0xa0) return 'the name of the distribution point is not a full name'
  const names = [...childrenOf(fullName)]
  return names.every((uri) => uri.tag === 0x86 && HTTP.test(asciiOf(uri)))
    ? null
    : 'a name of the distribution point is not http:'
}

function isHttpAccess(access: DerElement): boolean {
  const fields = new DerFields(access)
  const method = objectIdentifierValue(fields.required())
  const location = fields.required()
  fields.finish()
  const known: readonly string[] = Object.values(ACCESS_METHOD_OID)
  return known.includes(method) && location.tag === 0x86 && HTTP.test(asciiOf(location))
}

function checkNameConstraints(certificate: CertificateFields, isCa: boolean): string | null {
  const found = extensionOf(certificate, 'nameConstraints')
  if (found === undefined) return null
  if (!isCa) return 'name constraints are for CAs only'
  if (!found.critical) return 'the name constraints are not critical'
  const sides = [...childrenOf(readDer(found.value))]
  if (sides.length === 0) return 'the name constraints are empty'
  const subtrees = sides.flatMap((side) => [...childrenOf(side)])
  return subtrees.every((subtree) => [...childrenOf(subtree)].length === 1)
    ? null
    : 'a name constraint has minimum or maximum'
}
