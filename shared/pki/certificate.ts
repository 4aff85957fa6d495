import { fail } from '../failure.ts'
import type { SignatureAlgorithm } from './algorithms.ts'
import { assembleSignedObject, readSignedObject } from './signed-object.ts'

/** Certificate DER from the approved bytes and the raw signature of the HSM (r||s for ECDSA). */
export function assembleCertificate(
  tbs: Uint8Array,
  signatureAlgorithm: SignatureAlgorithm,
  rawSignature: Uint8Array,
): Uint8Array {
  return assembleSignedObject(tbs, signatureAlgorithm, rawSignature)
}

/** The exact to-be-signed bytes inside a certificate, for the equality check after signing. */
export function tbsOfCertificate(der: Uint8Array): Uint8Array {
  try {
    return readSignedObject(der).tbs
  } catch (cause) {
    throw fail('certificate-malformed', 'These bytes are not one DER certificate.', { cause })
  }
}
