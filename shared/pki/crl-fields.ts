import { type CrlEntryFields, readEntries } from './crl-entry-reader.ts'
import {
  childrenOf,
  contentOf,
  type DerElement,
  DerError,
  DerFields,
  elementAt,
  encodingOf,
  readDer,
} from './der-reader.ts'
import { integerValue, type TimeValue, timeValue } from './der-values.ts'
import { TAG } from './der.ts'
import { type ExtensionFields, readExtensions } from './extension-fields.ts'
import { EntryIndex } from './entry-index.ts'
import { EXTENSION_OID } from './oids.ts'
import { MAX_SIGNED_BYTES, readSignedObject } from './signed-object.ts'

/** TBSCertList taken apart. Entries are read one at a time, so a list of a million entries needs no million objects. */
export interface CrlFields {
  readonly tbs: Uint8Array
  /** 2 for v2. */
  readonly version: number
  readonly signatureAlgorithm: Uint8Array
  readonly issuer: Uint8Array
  readonly thisUpdate: TimeValue
  readonly nextUpdate: TimeValue | null
  /** The list is present but empty, which RFC 5280 §5.1.2.6 forbids. */
  readonly emptyList: boolean
  /** The encodings of all entries, one after another. */
  readonly list: Uint8Array
  readonly entries: () => Generator<CrlEntryFields>
  /** The entries by serial number; made when somebody asks, once. */
  readonly index: () => EntryIndex
  readonly extensions: readonly ExtensionFields[]
  readonly outer?: { readonly algorithm: Uint8Array; readonly signature: Uint8Array }
}

export function readCrlFields(der: Uint8Array): CrlFields {
  const { tbs, algorithm, signature } = readSignedObject(der)
  return { ...tbsCrlFields(elementAt(tbs, 0, tbs.length), tbs), outer: { algorithm, signature } }
}

export function readTbsCrlFields(tbs: Uint8Array): CrlFields {
  return tbsCrlFields(readDer(tbs, { maxBytes: MAX_SIGNED_BYTES }), tbs)
}

/** `whole` was framed already. */
function tbsCrlFields(whole: DerElement, tbs: Uint8Array): CrlFields {
  const fields = new DerFields(whole)
  const version = fields.optional(TAG.integer)
  const signatureAlgorithm = encodingOf(fields.required(TAG.sequence))
  const issuer = encodingOf(fields.required(TAG.sequence))
  const thisUpdate = timeValue(fields.required())
  const nextUpdate = fields.optional(TAG.utcTime, TAG.generalizedTime)
  const list = fields.optional(TAG.sequence)
  const extensions = fields.optional(0xa0)
  fields.finish()
  const entries = (): Generator<CrlEntryFields> => (list === undefined ? none() : readEntries(list))
  let index: EntryIndex | null = null
  return {
    tbs,
    version: version === undefined ? 1 : Number(integerValue(version)) + 1,
    signatureAlgorithm,
    issuer,
    thisUpdate,
    nextUpdate: nextUpdate === undefined ? null : timeValue(nextUpdate),
    emptyList: list !== undefined && list.contentStart === list.end,
    list: list === undefined ? new Uint8Array() : contentOf(list),
    entries,
    index: () => (index ??= EntryIndex.over(tbs, entries())),
    extensions: extensions === undefined ? [] : readExtensionList(extensions),
  }
}

/** The CRLNumber of a list, or null when it has none. */
export function crlNumberOf(crl: CrlFields): bigint | null {
  const found = crl.extensions.find(({ oid }) => oid === EXTENSION_OID.cRLNumber)
  return found === undefined ? null : integerValue(readDer(found.value))
}

function* none(): Generator<CrlEntryFields> {}

function readExtensionList(wrapper: DerElement): ExtensionFields[] {
  const [list, ...others] = childrenOf(wrapper)
  if (list === undefined || others.length > 0)
    throw new DerError('exactly one list of extensions was expected', wrapper.start)
  return readExtensions(list)
}
