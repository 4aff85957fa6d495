import { bytesToHex } from '../../../shared/bytes.ts'
import { readDer } from '../../../shared/pki/der-reader.ts'
import { integerValue } from '../../../shared/pki/der-values.ts'
import {
  ACCESS_METHOD_OID,
  EXTENDED_KEY_USAGE_OID,
  EXTENSION_OID,
  KEY_USAGE_BIT,
  nameOfOid,
} from '../../../shared/pki/oids.ts'
import {
  AsnConvert,
  AuthorityInfoAccessSyntax,
  AuthorityKeyIdentifier,
  BasicConstraints,
  CertificatePolicies,
  CRLDistributionPoints,
  CRLReason,
  ExtendedKeyUsage,
  type Extension,
  type GeneralName,
  InvalidityDate,
  KeyUsage,
  NameConstraints,
  SubjectAlternativeName,
  SubjectKeyIdentifier,
} from './library.ts'

/** An extension as a person reads it. `value` is hex when this console has no words for it. */
export interface ExtensionView {
  readonly oid: string
  readonly name: string
  readonly critical: boolean
  readonly value: string
}

/** The value of each extension in words, by the independent parser. Also used to compare, so the words are exact. */
const WORDS: Readonly<Record<string, (value: ArrayBuffer) => string>> = {
  [EXTENSION_OID.keyUsage]: (value) => keyUsageWords(AsnConvert.parse(value, KeyUsage).toNumber()),
  [EXTENSION_OID.extendedKeyUsage]: (value) =>
    AsnConvert.parse(value, ExtendedKeyUsage)
      .map((oid) => nameOfOid(EXTENDED_KEY_USAGE_OID, oid))
      .join(', '),
  [EXTENSION_OID.basicConstraints]: (value) => constraintWords(AsnConvert.parse(value, BasicConstraints)),
  [EXTENSION_OID.subjectKeyIdentifier]: (value) => hex(AsnConvert.parse(value, SubjectKeyIdentifier).buffer),
  [EXTENSION_OID.authorityKeyIdentifier]: (value) => authorityWords(AsnConvert.parse(value, AuthorityKeyIdentifier)),
  [EXTENSION_OID.authorityInfoAccess]: (value) =>
    AsnConvert.parse(value, AuthorityInfoAccessSyntax)
      .map((access) => `${nameOfOid(ACCESS_METHOD_OID, access.accessMethod)} ${generalName(access.accessLocation)}`)
      .join(', '),
  [EXTENSION_OID.subjectAltName]: (value) =>
    [...AsnConvert.parse(value, SubjectAlternativeName)].map(generalName).join(', '),
  [EXTENSION_OID.certificatePolicies]: (value) =>
    AsnConvert.parse(value, CertificatePolicies)
      .map((policy) => `${policy.policyIdentifier}${policy.policyQualifiers === undefined ? '' : ' with qualifiers'}`)
      .join(', '),
  [EXTENSION_OID.nameConstraints]: (value) => nameConstraintWords(AsnConvert.parse(value, NameConstraints)),
  [EXTENSION_OID.cRLDistributionPoints]: (value) => distributionWords(AsnConvert.parse(value, CRLDistributionPoints)),
  // asn1-x509 makes a JavaScript number of it; the standard allows 159 bits.
  [EXTENSION_OID.cRLNumber]: (value) => String(integerValue(readDer(new Uint8Array(value)))),
  [EXTENSION_OID.reasonCode]: (value) => String(AsnConvert.parse(value, CRLReason).reason),
  [EXTENSION_OID.invalidityDate]: (value) => AsnConvert.parse(value, InvalidityDate).value.toISOString(),
  [EXTENSION_OID.ocspNoCheck]: () => 'yes',
}

export function describeExtension(extension: Extension): ExtensionView {
  const words = WORDS[extension.extnID]
  const value = extension.extnValue.buffer
  return {
    oid: extension.extnID,
    name: nameOfOid(EXTENSION_OID, extension.extnID),
    critical: extension.critical,
    value: words === undefined ? hex(value) : words(value),
  }
}

function keyUsageWords(flags: number): string {
  const names = Object.entries(KEY_USAGE_BIT).filter(([, bit]) => (flags & (1 << bit)) !== 0)
  return names.map(([name]) => name).join(', ')
}

function constraintWords({ cA, pathLenConstraint }: BasicConstraints): string {
  if (!cA) return pathLenConstraint === undefined ? 'not a CA' : `not a CA, path length ${pathLenConstraint}`
  return pathLenConstraint === undefined ? 'CA, no path length' : `CA, path length ${pathLenConstraint}`
}

function authorityWords(value: AuthorityKeyIdentifier): string {
  const others = value.authorityCertIssuer === undefined && value.authorityCertSerialNumber === undefined
  const key = value.keyIdentifier === undefined ? 'no key identifier' : hex(value.keyIdentifier.buffer)
  return others ? key : `${key}, with issuer and serial number`
}

function distributionWords(points: CRLDistributionPoints): string {
  return points
    .map((point) => {
      const names = (point.distributionPoint?.fullName ?? []).map(generalName).join(', ')
      const extra = point.reasons === undefined && point.cRLIssuer === undefined ? '' : ', limited'
      return `${names === '' ? 'no full name' : names}${extra}`
    })
    .join('; ')
}

function nameConstraintWords(value: NameConstraints): string {
  const side = (label: string, subtrees: NameConstraints['permittedSubtrees']) =>
    subtrees === undefined ? [] : [`${label} ${[...subtrees].map((subtree) => generalName(subtree.base)).join(', ')}`]
  return [...side('only', value.permittedSubtrees), ...side('never', value.excludedSubtrees)].join('; ')
}

function generalName(name: GeneralName): string {
  if (name.uniformResourceIdentifier !== undefined) return name.uniformResourceIdentifier
  if (name.dNSName !== undefined) return name.dNSName === '' ? 'every DNS name' : `DNS ${name.dNSName}`
  if (name.iPAddress !== undefined) return `IP ${name.iPAddress}`
  if (name.rfc822Name !== undefined) return `mail ${name.rfc822Name}`
  return hex(AsnConvert.serialize(name))
}

function hex(value: ArrayBuffer | Uint8Array): string {
  return bytesToHex(new Uint8Array(value))
}
