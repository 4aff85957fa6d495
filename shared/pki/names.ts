import { z } from '../zod.ts'
import { childrenOf, DerError, DerFields, readDer } from './der-reader.ts'
import { objectIdentifierValue, stringValue } from './der-values.ts'
import { isPrintable, objectIdentifier, printableString, sequence, setOf, TAG, utf8String } from './der.ts'
import { ATTRIBUTE_OID, ATTRIBUTE_SHORT_NAME } from './oids.ts'

/** RFC 5280 appendix A.1: ub-organization-name and ub-common-name are 64 characters. */
export const nameText = z
  .string()
  .min(1)
  .refine((text) => [...text].length <= 64, 'at most 64 characters')
  .refine((text) => text === text.trim(), 'no space at the beginning or the end')
  .refine((text) => !/\p{C}/u.test(text), 'no control or invisible characters')
  .refine((text) => text === text.normalize('NFC'), 'Unicode normalization form C')

export const countryCode = z.string().regex(/^[A-Z]{2}$/, 'two capital letters (ISO 3166-1)')

export const distinguishedName = z.strictObject({
  country: countryCode.optional(),
  organization: nameText.optional(),
  commonName: nameText,
})
export type DistinguishedName = z.infer<typeof distinguishedName>

/** One attribute of a decoded name, in encoded order. `form` is the tag of the string type. */
export interface NameAttribute {
  readonly oid: string
  readonly value: string
  readonly form: number
}

/** Name in the order C, O, CN, each a SET of one, PrintableString where it fits and UTF8String otherwise. */
export function encodeName(name: DistinguishedName): Uint8Array {
  const parts: Uint8Array[] = []
  if (name.country !== undefined) parts.push(attribute(ATTRIBUTE_OID.countryName, printableString(name.country)))
  if (name.organization !== undefined)
    parts.push(attribute(ATTRIBUTE_OID.organizationName, directoryString(name.organization)))
  parts.push(attribute(ATTRIBUTE_OID.commonName, directoryString(name.commonName)))
  return sequence(...parts)
}

/** Attributes of a Name in encoded order. Multi-valued RDNs and old string types are refused with a DerError. */
export function readName(der: Uint8Array): NameAttribute[] {
  const name = readDer(der)
  if (name.tag !== TAG.sequence) throw new DerError('a Name is a SEQUENCE', 0)
  return [...childrenOf(name)].map((rdn) => {
    const set = new DerFields(rdn, TAG.set)
    const pair = new DerFields(set.required(TAG.sequence))
    set.finish()
    const oid = objectIdentifierValue(pair.required())
    const value = pair.required()
    pair.finish()
    return { oid, value: stringValue(value), form: value.tag }
  })
}

/** Display form in encoded order, escaped as RFC 4514 §2.4: "C=CH, O=Meridian Fleet AG, CN=Fleet Root G2". */
export function formatName(name: DistinguishedName | Uint8Array): string {
  const attributes = readName(name instanceof Uint8Array ? name : encodeName(name))
  return formatAttributes(attributes)
}

export function formatAttributes(attributes: readonly Pick<NameAttribute, 'oid' | 'value'>[]): string {
  return attributes.map(({ oid, value }) => `${ATTRIBUTE_SHORT_NAME[oid] ?? oid}=${escapeValue(value)}`).join(', ')
}

/** The name as our own fields, or null when it has attributes that we never write (or one twice). */
export function asDistinguishedName(der: Uint8Array): DistinguishedName | null {
  const fields: Record<string, string> = {}
  for (const { oid, value } of readName(der)) {
    const field = FIELD_OF_OID[oid]
    if (field === undefined || field in fields) return null
    fields[field] = value
  }
  const parsed = distinguishedName.safeParse(fields)
  return parsed.success ? parsed.data : null
}

const FIELD_OF_OID: Readonly<Record<string, string>> = {
  [ATTRIBUTE_OID.countryName]: 'country',
  [ATTRIBUTE_OID.organizationName]: 'organization',
  [ATTRIBUTE_OID.commonName]: 'commonName',
}

function attribute(oid: string, value: Uint8Array): Uint8Array {
  return setOf(sequence(objectIdentifier(oid), value))
}

function directoryString(value: string): Uint8Array {
  return isPrintable(value) ? printableString(value) : utf8String(value)
}

function escapeValue(value: string): string {
  return value
    .replace(/[\\"+,;<>]/g, (character) => `\\${character}`)
    .replace(/^[# ]/, (character) => `\\${character}`)
    .replace(/ $/, '\\ ')
}
