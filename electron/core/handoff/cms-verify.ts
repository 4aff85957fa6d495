import { createHash, X509Certificate } from 'node:crypto'

import { concatBytes, equalBytes } from '../../../shared/bytes.ts'
import { fail, OperationError } from '../../../shared/failure.ts'
import {
  childrenOf,
  contentOf,
  type DerElement,
  DerFields,
  encodingOf,
  readDer,
} from '../../../shared/pki/der-reader.ts'
import { integerOctets, objectIdentifierValue, timeValue } from '../../../shared/pki/der-values.ts'
import { attributesVerify, CMS_OID, encodeSignedData, signedAttributes } from './cms.ts'

const FIELD_BYTES = 48
const CLOCK_SKEW = 5 * 60_000

export interface VerifiedSignature {
  readonly signerCertificate: Uint8Array
  readonly signingTime: string
}

/**
 * Verifies one detached signature over exact bytes. The certificate inside must be one of `trusted`, byte for byte, and valid at the
 * signing time and at `now` (RFC 3339). Everything is read out, written again the one way that `cms.ts` writes it, and compared, so
 * nothing can hide in another encoding or in an attribute that nobody looks at. Fails with `handoff-signature-invalid`.
 */
export function verifySignedData(
  p7s: Uint8Array,
  content: Uint8Array,
  trusted: readonly Uint8Array[],
  now: string,
): VerifiedSignature {
  const found = read(p7s)
  if (!trusted.some((certificate) => equalBytes(certificate, found.certificate))) {
    throw invalid('it was made with a certificate that is not one of the expected signers')
  }
  const contentSha384 = createHash('sha384').update(content).digest()
  if (!equalBytes(found.messageDigest, contentSha384)) throw invalid('it is over other bytes')
  const input = {
    signedAttributes: rebuiltAttributes(found, contentSha384),
    signature: found.signature,
    signerCertificate: found.certificate,
  }
  if (!equalBytes(encodeSignedData(input), p7s)) throw invalid('it has another form than ca-handoff/v1 prescribes')
  if (!attributesVerify(input)) throw invalid('the key of its signer did not make it')
  checkTimes(found, now)
  return { signerCertificate: found.certificate, signingTime: found.signingTime }
}

interface Found {
  readonly certificate: Uint8Array
  readonly messageDigest: Uint8Array
  readonly signingTime: string
  /** r||s. */
  readonly signature: Uint8Array
}

function read(p7s: Uint8Array): Found {
  try {
    return readSignedData(p7s)
  } catch (error) {
    if (error instanceof OperationError) throw error
    throw invalid('it cannot be read as a CMS signature', error)
  }
}

function readSignedData(p7s: Uint8Array): Found {
  const contentInfo = new DerFields(readDer(p7s))
  if (objectIdentifierValue(contentInfo.required()) !== CMS_OID.signedData) throw invalid('it is not CMS SignedData')
  const explicit = new DerFields(contentInfo.required(), 0xa0)
  contentInfo.finish()
  const signedData = new DerFields(explicit.required())
  explicit.finish()
  signedData.required(0x02)
  signedData.required(0x31)
  if ([...childrenOf(signedData.required(0x30))].length !== 1)
    throw invalid('it has content inside; it must be detached')
  const certificate = encodingOf(only(signedData.required(0xa0), 'certificate'))
  const signerInfo = only(signedData.required(0x31), 'signer')
  signedData.finish()
  return { certificate, ...readSignerInfo(signerInfo) }
}

function readSignerInfo(signerInfo: DerElement): Omit<Found, 'certificate'> {
  const fields = new DerFields(signerInfo)
  fields.required(0x02)
  fields.required(0x30)
  fields.required(0x30)
  const attributes = [...childrenOf(fields.required(0xa0))]
  fields.required(0x30)
  const signature = new DerFields(readDer(contentOf(fields.required(0x04))))
  fields.finish()
  const raw = concatBytes(fieldOctets(signature.required()), fieldOctets(signature.required()))
  return {
    messageDigest: contentOf(attributeValue(attributes, CMS_OID.messageDigest)),
    signingTime: new Date(timeValue(attributeValue(attributes, CMS_OID.signingTime)).milliseconds).toISOString(),
    signature: raw,
  }
}

function attributeValue(attributes: readonly DerElement[], type: string): DerElement {
  for (const attribute of attributes) {
    const fields = new DerFields(attribute)
    if (objectIdentifierValue(fields.required()) === type) return only(fields.required(0x31), 'value')
  }
  throw invalid('a signed attribute is missing')
}

function only(parent: DerElement, what: string): DerElement {
  const [first, ...others] = childrenOf(parent)
  if (first === undefined || others.length > 0)
    throw invalid(`it must have exactly one ${what}, and has ${first === undefined ? 0 : others.length + 1}`)
  return first
}

/** r or s as 48 octets. */
function fieldOctets(element: DerElement): Uint8Array {
  const octets = integerOctets(element)
  const magnitude = octets[0] === 0 ? octets.subarray(1) : octets
  if (magnitude.length > FIELD_BYTES) throw invalid('its numbers are too large for P-384')
  return concatBytes(new Uint8Array(FIELD_BYTES - magnitude.length), magnitude)
}

function rebuiltAttributes(found: Found, contentSha384: Uint8Array): Uint8Array {
  return signedAttributes({ contentSha384, signingTime: found.signingTime, signerCertificate: found.certificate })
}

function checkTimes({ certificate, signingTime }: Found, now: string): void {
  const { validFromDate: from, validToDate: to } = new X509Certificate(certificate)
  const signed = Date.parse(signingTime)
  const present = Date.parse(now)
  if (signed > present + CLOCK_SKEW) throw invalid(`it says that it was made at ${signingTime}, which is in the future`)
  if (signed < from.getTime() || signed > to.getTime())
    throw invalid(`its signer's certificate was not valid at ${signingTime}`)
  if (present < from.getTime() || present > to.getTime()) throw invalid("its signer's certificate is not valid now")
}

function invalid(why: string, cause?: unknown): OperationError {
  return fail('handoff-signature-invalid', `The signature is refused: ${why}.`, {
    remedy: 'Keep the file, install nothing of it, and ask for the hand-off again.',
    cause,
  })
}
