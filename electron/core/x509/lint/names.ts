import { equalBytes } from '../../../../shared/bytes.ts'
import { TAG } from '../../../../shared/pki/der.ts'
import { type NameAttribute, readName } from '../../../../shared/pki/names.ts'
import { ATTRIBUTE_OID } from '../../../../shared/pki/oids.ts'
import { BR_2_SINCE, CA_KINDS, type CertificateRule, RFC_5280_SINCE } from './rule.ts'

/** C, O, CN: the order of BR §7.1.4.2 and of this console. */
const ORDER: readonly string[] = [ATTRIBUTE_OID.countryName, ATTRIBUTE_OID.organizationName, ATTRIBUTE_OID.commonName]

export const nameRules: readonly CertificateRule[] = [
  {
    id: 'issuer-name-bytes',
    citation: 'RFC 5280 §4.1.2.4, BR v2.2.6 §7.1.4.1',
    severity: 'error',
    effective: RFC_5280_SINCE,
    check: (certificate, { issuer }) => {
      if (issuer === null) {
        return equalBytes(certificate.issuer, certificate.subject)
          ? null
          : 'issuer and subject of a self-issued certificate differ'
      }
      if (!equalBytes(certificate.issuer, issuer.subject))
        return 'the issuer is not byte for byte the subject of its issuer'
      return equalBytes(certificate.subject, issuer.subject) ? 'the subject is the name of its own issuer' : null
    },
  },
  {
    id: 'ca-subject-attributes',
    citation: 'BR v2.2.6 §7.1.2.10.2',
    severity: 'error',
    effective: BR_2_SINCE,
    kinds: CA_KINDS,
    check: ({ subject }) => {
      const oids = new Set(readName(subject).map(({ oid }) => oid))
      const missing = ORDER.filter((oid) => !oids.has(oid))
      return missing.length === 0 ? null : 'the subject lacks country, organization or common name'
    },
  },
  {
    id: 'subject-no-other-attributes',
    citation: 'BR v2.2.6 §7.1.2.10.2',
    severity: 'error',
    effective: BR_2_SINCE,
    check: ({ subject }) => {
      const oids = readName(subject).map(({ oid }) => oid)
      const other = oids.find((oid) => !ORDER.includes(oid))
      if (other !== undefined) return `the subject has the attribute ${other}`
      return new Set(oids).size === oids.length ? null : 'an attribute of the subject is there more than once'
    },
  },
  {
    id: 'subject-order',
    citation: 'BR v2.2.6 §7.1.4.2',
    severity: 'warning',
    effective: BR_2_SINCE,
    check: ({ subject }) => {
      const places = readName(subject).map(({ oid }) => ORDER.indexOf(oid))
      return places.every((place, index) => index === 0 || place >= (places[index - 1] ?? -1))
        ? null
        : 'the subject is not in the order C, O, CN'
    },
  },
  {
    id: 'name-encoding',
    citation: 'RFC 5280 §4.1.2.4, appendix A.1',
    severity: 'error',
    effective: RFC_5280_SINCE,
    check: ({ subject, issuer }) =>
      [...readName(subject), ...readName(issuer)].map(checkAttribute).find((problem) => problem !== null) ?? null,
  },
]

function checkAttribute({ oid, value, form }: NameAttribute): string | null {
  if (oid === ATTRIBUTE_OID.countryName) {
    return form === TAG.printableString && /^[A-Z]{2}$/.test(value)
      ? null
      : 'the country is not two capital letters in PrintableString'
  }
  if (form !== TAG.printableString && form !== TAG.utf8String) return 'a name is neither PrintableString nor UTF8String'
  return value.length === 0 || [...value].length > 64 ? 'a name is empty or longer than 64 characters' : null
}
