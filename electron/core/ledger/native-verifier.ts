import { type KeyObject, verify } from 'node:crypto'
import { ed25519 } from '@noble/curves/ed25519.js'
import { noteVerifier } from '../../../shared/ledger/cosignature.ts'
import { type NoteVerifier, type VerifyEd25519, verifyEd25519 } from '../../../shared/ledger/note.ts'
import type { NoteKey } from '../../../shared/ledger/vkey.ts'
import { ed25519PublicKey } from '../ed25519.ts'

/** Null for a key that is no good point. */
const known = new WeakMap<Uint8Array, KeyObject | null>()

/**
 * By OpenSSL, forty times as fast. It compares the whole of R, so whatever it accepts under a good point the portable one accepts
 * too; what it refuses, the portable one decides about.
 */
export const nativeEd25519: VerifyEd25519 = (signature, message, publicKey) => {
  let key = known.get(publicKey)
  if (key === undefined) known.set(publicKey, (key = readKey(publicKey)))
  return (key !== null && verify(null, message, key, signature)) || verifyEd25519(signature, message, publicKey)
}

/** The verifier that fits the type of the key. */
export function nativeVerifier(key: NoteKey): NoteVerifier {
  return noteVerifier(key, nativeEd25519)
}

function readKey(publicKey: Uint8Array): KeyObject | null {
  try {
    return ed25519.Point.fromBytes(publicKey).isSmallOrder() ? null : ed25519PublicKey(publicKey)
  } catch {
    return null
  }
}
