import { concatBytes } from '../bytes.ts'
import { fail } from '../failure.ts'
import { SIGNATURE_ALGORITHM_IDENTIFIER } from './algorithm-identifiers.ts'
import type { SignatureAlgorithm } from './algorithms.ts'
import { childrenOf, DerError, DerFields, elementAt, encodingOf, readDer } from './der-reader.ts'
import { bitStringValue } from './der-values.ts'
import { bitString, lengthOctets, sequence, TAG, unsignedInteger } from './der.ts'

/** The outer shape that certificates, CRLs and requests share: { toBeSigned, AlgorithmIdentifier, BIT STRING }. */
export interface SignedObject {
  readonly tbs: Uint8Array
  /** AlgorithmIdentifier, DER. */
  readonly algorithm: Uint8Array
  /** As in the object: Ecdsa-Sig-Value for ECDSA. */
  readonly signature: Uint8Array
}

/** A CRL of a million entries has about 40 MB. */
export const MAX_SIGNED_BYTES = 256 * 1024 * 1024

/** DerError when the bytes are not exactly one signed object. */
export function readSignedObject(der: Uint8Array, maxBytes = MAX_SIGNED_BYTES): SignedObject {
  const fields = new DerFields(readDer(der, { maxBytes }))
  const tbs = fields.required(TAG.sequence)
  const algorithm = fields.required(TAG.sequence)
  const signature = fields.required(TAG.bitString)
  fields.finish()
  const { unusedBits, bytes } = bitStringValue(signature)
  if (unusedBits !== 0) throw new DerError('a signature of a broken number of octets', signature.start)
  return { tbs: encodingOf(tbs), algorithm: encodingOf(algorithm), signature: bytes }
}

/** Whether the bytes have the outer shape, rather than being the to-be-signed part alone. DerError when they are not DER. */
export function isSignedObject(der: Uint8Array): boolean {
  const whole = elementAt(der, 0, der.length)
  if (whole.end !== der.length) throw new DerError('trailing bytes', whole.end)
  const tags = Array.from(childrenOf(whole), ({ tag }) => tag)
  return tags.length === 3 && tags[0] === TAG.sequence && tags[2] === TAG.bitString
}

const ECDSA_SIZE: Partial<Record<SignatureAlgorithm, number>> = { 'ecdsa-sha256': 64, 'ecdsa-sha384': 96 }

/** A raw signature as PKCS#11 returns it (r||s for ECDSA) in the form of X.509. `signature-invalid` for a wrong length. */
export function encodeSignature(algorithm: SignatureAlgorithm, raw: Uint8Array): Uint8Array {
  const size = algorithm === 'ed25519' ? 64 : ECDSA_SIZE[algorithm]
  if (size === undefined ? raw.length < 256 : raw.length !== size) {
    throw fail(
      'signature-invalid',
      `The HSM returned ${raw.length} bytes, which is not the length of an ${algorithm} signature.`,
      {
        remedy: 'Nothing was issued. Inspect the key and the module, and record an exception.',
      },
    )
  }
  if (ECDSA_SIZE[algorithm] === undefined) return raw
  const half = raw.length / 2
  return sequence(unsignedInteger(raw.subarray(0, half)), unsignedInteger(raw.subarray(half)))
}

export function assembleSignedObject(
  tbs: Uint8Array,
  algorithm: SignatureAlgorithm,
  rawSignature: Uint8Array,
): Uint8Array {
  const { before, after } = signedObjectFrame(tbs.length, algorithm, rawSignature)
  return concatBytes(before, tbs, after)
}

/** What stands around to-be-signed bytes of this length in the signed object: a list of a million entries is not copied for it. */
export function signedObjectFrame(
  tbsLength: number,
  algorithm: SignatureAlgorithm,
  rawSignature: Uint8Array,
): { readonly before: Uint8Array; readonly after: Uint8Array } {
  const after = concatBytes(
    SIGNATURE_ALGORITHM_IDENTIFIER[algorithm],
    bitString(encodeSignature(algorithm, rawSignature)),
  )
  return { before: concatBytes(Uint8Array.of(TAG.sequence), lengthOctets(tbsLength + after.length)), after }
}
