import { sha256 } from '@noble/hashes/sha2.js'
import { readPublicKey } from './public-key.ts'

/** RFC 7093 §2 method 1: the leftmost 160 bits of SHA-256 over the subjectPublicKey, without tag, length and unused bits. */
export function subjectKeyIdentifier(spki: Uint8Array): Uint8Array {
  return sha256(readPublicKey(spki).subjectPublicKey).subarray(0, 20)
}
