import type { KeyAlgorithm } from './algorithms.ts'
import { type PublicKeyKind, publicKeyKindOf } from './algorithm-identifiers.ts'
import { contentOf, DerError, DerFields, encodingOf, readDer } from './der-reader.ts'
import { bitStringValue, integerValue } from './der-values.ts'
import { TAG } from './der.ts'

/** A SubjectPublicKeyInfo taken apart. `subjectPublicKey` is the value of the BIT STRING. */
export type PublicKey = { readonly spki: Uint8Array; readonly subjectPublicKey: Uint8Array } & (
  | { readonly kind: 'rsa'; readonly modulus: bigint; readonly exponent: bigint; readonly modulusBits: number }
  | { readonly kind: Exclude<PublicKeyKind, 'rsa'> }
  | { readonly kind: 'unknown'; readonly algorithm: Uint8Array }
)

/** Reads any SubjectPublicKeyInfo; DerError when it is not one. An algorithm or curve we do not know is 'unknown'. */
export function readPublicKey(spki: Uint8Array): PublicKey {
  const fields = new DerFields(readDer(spki, { maxBytes: 16_384 }))
  const algorithm = encodingOf(fields.required(TAG.sequence))
  const key = fields.required(TAG.bitString)
  fields.finish()
  const { unusedBits, bytes: subjectPublicKey } = bitStringValue(key)
  if (unusedBits !== 0) throw new DerError('a public key of a broken number of octets', key.start)
  const kind = publicKeyKindOf(algorithm)
  if (kind === undefined) return { spki, subjectPublicKey, kind: 'unknown', algorithm }
  if (kind !== 'rsa') return { spki, subjectPublicKey, kind }
  const { modulus, exponent } = readRsaPublicKey(subjectPublicKey)
  return { spki, subjectPublicKey, kind, modulus, exponent, modulusBits: modulus.toString(2).length }
}

/** Our name of the key's algorithm, or null for keys that no profile can allow (RSA 2048, P-521, unknown curves). */
export function keyAlgorithmOf(key: PublicKey): KeyAlgorithm | null {
  switch (key.kind) {
    case 'P-256':
      return 'ec-p256'
    case 'P-384':
      return 'ec-p384'
    case 'ed25519':
      return 'ed25519'
    case 'rsa':
      return key.modulusBits === 3072 ? 'rsa-3072' : key.modulusBits === 4096 ? 'rsa-4096' : null
    case 'P-521':
    case 'unknown':
      return null
  }
}

/** "P-384", "RSA 4096", "Ed25519" or "unknown algorithm". */
export function describePublicKey(key: PublicKey): string {
  if (key.kind === 'rsa') return `RSA ${key.modulusBits}`
  if (key.kind === 'ed25519') return 'Ed25519'
  return key.kind === 'unknown' ? 'unknown algorithm' : key.kind
}

function readRsaPublicKey(bytes: Uint8Array): { modulus: bigint; exponent: bigint } {
  const fields = new DerFields(readDer(bytes, { maxBytes: 16_384 }))
  const modulus = fields.required(TAG.integer)
  const exponent = fields.required(TAG.integer)
  fields.finish()
  const values = { modulus: integerValue(modulus), exponent: integerValue(exponent) }
  if (values.modulus <= 0n || values.exponent <= 0n)
    throw new DerError('an RSA key that is not positive', modulus.start)
  if (contentOf(modulus).length > 2049) throw new DerError('an RSA key of more than 16384 bits', modulus.start)
  return values
}
