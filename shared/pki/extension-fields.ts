import { DerError, type DerElement, DerFields, childrenOf, contentOf } from './der-reader.ts'
import { booleanValue, objectIdentifierValue } from './der-values.ts'
import { TAG } from './der.ts'

/** One extension as encoded; `value` is the content of extnValue. */
export interface ExtensionFields {
  readonly oid: string
  readonly critical: boolean
  readonly value: Uint8Array
}

/** Extensions ::= SEQUENCE SIZE (1..MAX). A FALSE that is written out is refused: DER leaves defaults out. */
export function readExtensions(list: DerElement): ExtensionFields[] {
  if (list.tag !== TAG.sequence) throw new DerError('extensions are a SEQUENCE', list.start)
  const extensions = [...childrenOf(list)].map(readExtension)
  if (extensions.length === 0) throw new DerError('a list of extensions is not empty', list.start)
  return extensions
}

function readExtension(element: DerElement): ExtensionFields {
  const fields = new DerFields(element)
  const oid = objectIdentifierValue(fields.required(TAG.oid))
  const flag = fields.optional(TAG.boolean)
  const value = fields.required(TAG.octetString)
  fields.finish()
  if (flag !== undefined && !booleanValue(flag)) throw new DerError('a default that is written out', flag.start)
  return { oid, critical: flag !== undefined, value: contentOf(value) }
}
