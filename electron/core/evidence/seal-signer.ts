import { createHash, type KeyObject, verify } from 'node:crypto'
import { concatBytes } from '../../../shared/bytes.ts'
import type { SealSigner } from '../../../shared/evidence/readme.ts'
import { sequence, unsignedInteger } from '../../../shared/pki/der.ts'

/** Somebody who signs a list of digests as it stands, so that OpenSSL verifies the file. */
export interface SealHand {
  /** "log", or the id of a credential. */
  readonly name: string
  readonly words: string
  readonly publicKey: KeyObject
  /** Ed25519, or r||s of ECDSA with SHA-256 (P-256) or SHA-384 (P-384). */
  readonly sign: (bytes: Uint8Array) => Promise<Uint8Array>
}

export function describeHand({ name, words, publicKey }: SealHand): SealSigner {
  const curve = publicKey.asymmetricKeyDetails?.namedCurve
  const algorithm = curve === undefined ? 'ed25519' : curve === 'prime256v1' ? 'ecdsa-sha256' : 'ecdsa-sha384'
  return { name, words, algorithm, sha256: createHash('sha256').update(spkiOf(publicKey)).digest('hex') }
}

export function spkiOf(publicKey: KeyObject): Uint8Array {
  return new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }))
}

export function pemOf(publicKey: KeyObject): Uint8Array {
  return new TextEncoder().encode(publicKey.export({ type: 'spki', format: 'pem' }).toString())
}

/** As OpenSSL takes it from a file: Ed25519 as it is, ECDSA as the DER of RFC 3279 §2.2.3. */
export async function sealSignature(hand: SealHand, sums: Uint8Array): Promise<Uint8Array> {
  const signature = await hand.sign(sums)
  if (hand.publicKey.asymmetricKeyType === 'ed25519') return signature
  const half = signature.length / 2
  return sequence(unsignedInteger(signature.subarray(0, half)), unsignedInteger(signature.subarray(half)))
}

/** Whether a signature file is this key's over these bytes. */
export function verifySeal(publicKey: KeyObject, sums: Uint8Array, signature: Uint8Array): boolean {
  const curve = publicKey.asymmetricKeyDetails?.namedCurve
  const hash = curve === undefined ? null : curve === 'prime256v1' ? 'sha256' : 'sha384'
  try {
    return verify(hash, concatBytes(sums), publicKey, signature)
  } catch {
    // Some signatures are no signatures at all.
    return false
  }
}
