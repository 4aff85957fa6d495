import { fail } from '../../../shared/failure.ts'
import {
  childrenOf,
  DerError,
  type DerElement,
  DerFields,
  encodingOf,
  readDer,
} from '../../../shared/pki/der-reader.ts'
import { integerValue, objectIdentifierValue } from '../../../shared/pki/der-values.ts'
import { TAG } from '../../../shared/pki/der.ts'
import { readExtensions } from '../../../shared/pki/extension-fields.ts'
import { readName } from '../../../shared/pki/names.ts'
import { EXTENSION_OID, nameOfOid } from '../../../shared/pki/oids.ts'
import { type PublicKey, readPublicKey } from '../../../shared/pki/public-key.ts'
import { readSignedObject } from '../../../shared/pki/signed-object.ts'

/** CertificationRequest of RFC 2986 taken apart by our strict reader. */
export interface RequestFields {
  readonly tbs: Uint8Array
  readonly subject: Uint8Array
  readonly publicKey: PublicKey
  /** Names of the attributes and of the extensions asked for. */
  readonly attributes: readonly string[]
  readonly signatureAlgorithm: Uint8Array
  readonly signature: Uint8Array
}

const ATTRIBUTE_NAMES: Readonly<Record<string, string>> = {
  challengePassword: '1.2.840.113549.1.9.7',
  unstructuredName: '1.2.840.113549.1.9.2',
  extensionRequest: '1.2.840.113549.1.9.14',
}

export function readRequestFields(der: Uint8Array): RequestFields {
  try {
    return readStrictly(der)
  } catch (cause) {
    if (!(cause instanceof DerError)) throw cause
    throw fail('request-malformed', `The certificate request is not well-formed: ${cause.message}.`, {
      remedy: 'Ask its sender for a new request. Do not repair this file.',
      detail: { offset: cause.offset },
      cause,
    })
  }
}

function readStrictly(der: Uint8Array): RequestFields {
  const { tbs, algorithm, signature } = readSignedObject(der)
  const fields = new DerFields(readDer(tbs))
  const version = fields.required(TAG.integer)
  if (integerValue(version) !== 0n) throw new DerError('a request of an unknown version', version.start)
  const subject = encodingOf(fields.required(TAG.sequence))
  readName(subject)
  const publicKey = readPublicKey(encodingOf(fields.required(TAG.sequence)))
  // RFC 2986 wants the (possibly empty) set; some tools leave it out, which changes nothing that is certified.
  const attributes = fields.optional(0xa0)
  fields.finish()
  const names = attributes === undefined ? [] : [...childrenOf(attributes)].flatMap(attributeNames)
  return { tbs, subject, publicKey, attributes: names, signatureAlgorithm: algorithm, signature }
}

function attributeNames(attribute: DerElement): string[] {
  const fields = new DerFields(attribute)
  const oid = objectIdentifierValue(fields.required())
  const values = fields.required(TAG.set)
  fields.finish()
  const name = nameOfOid(ATTRIBUTE_NAMES, oid)
  if (name !== 'extensionRequest') return [name]
  return [...childrenOf(values)].flatMap((list) =>
    readExtensions(list).map((extension) => `${name}: ${nameOfOid(EXTENSION_OID, extension.oid)}`),
  )
}
