import { childrenOf, contentOf, DerError, DerFields, encodingOf, readDer } from './der-reader.ts'
import { integerOctets, integerValue, type TimeValue, timeValue } from './der-values.ts'
import { TAG } from './der.ts'
import { type ExtensionFields, readExtensions } from './extension-fields.ts'
import { readSignedObject } from './signed-object.ts'

/** TBSCertificate taken apart without interpretation: what rules look at byte for byte. */
export interface CertificateFields {
  readonly tbs: Uint8Array
  /** 3 for v3. */
  readonly version: number
  /** Content octets of serialNumber, with a sign octet if it has one. */
  readonly serial: Uint8Array
  readonly signatureAlgorithm: Uint8Array
  readonly issuer: Uint8Array
  readonly notBefore: TimeValue
  readonly notAfter: TimeValue
  readonly subject: Uint8Array
  readonly subjectPublicKey: Uint8Array
  readonly issuerUniqueId: boolean
  readonly subjectUniqueId: boolean
  readonly extensions: readonly ExtensionFields[]
  /** Present when the fields come from a signed certificate. */
  readonly outer?: { readonly algorithm: Uint8Array; readonly signature: Uint8Array }
}

const MAX_CERTIFICATE_BYTES = 64 * 1024

export function readCertificateFields(der: Uint8Array): CertificateFields {
  const { tbs, algorithm, signature } = readSignedObject(der, MAX_CERTIFICATE_BYTES)
  return { ...readTbsFields(tbs), outer: { algorithm, signature } }
}

export function readTbsFields(tbs: Uint8Array): CertificateFields {
  const fields = new DerFields(readDer(tbs, { maxBytes: MAX_CERTIFICATE_BYTES }))
  const version = fields.optional(0xa0)
  const serial = integerOctets(fields.required())
  const signatureAlgorithm = encodingOf(fields.required(TAG.sequence))
  const issuer = encodingOf(fields.required(TAG.sequence))
  const validity = new DerFields(fields.required())
  const notBefore = timeValue(validity.required())
  const notAfter = timeValue(validity.required())
  validity.finish()
  const subject = encodingOf(fields.required(TAG.sequence))
  const subjectPublicKey = encodingOf(fields.required(TAG.sequence))
  const issuerUniqueId = fields.optional(0x81, 0xa1) !== undefined
  const subjectUniqueId = fields.optional(0x82, 0xa2) !== undefined
  const extensions = fields.optional(0xa3)
  fields.finish()
  return {
    tbs,
    version: version === undefined ? 1 : Number(integerValue(onlyChild(version))) + 1,
    serial,
    signatureAlgorithm,
    issuer,
    notBefore,
    notAfter,
    subject,
    subjectPublicKey,
    issuerUniqueId,
    subjectUniqueId,
    extensions: extensions === undefined ? [] : readExtensions(onlyChild(extensions)),
  }
}

/** The keyIdentifier of an AuthorityKeyIdentifier value, or null when it is absent. */
export function authorityKeyIdentifierOf(value: Uint8Array): Uint8Array | null {
  const first = [...childrenOf(readDer(value))].find((child) => child.tag === 0x80)
  return first === undefined ? null : contentOf(first)
}

function onlyChild(parent: Parameters<typeof childrenOf>[0]) {
  const [child, ...others] = childrenOf(parent)
  if (child === undefined || others.length > 0) throw new DerError('exactly one field was expected', parent.start)
  return child
}
