import { hexToBytes } from '../bytes.ts'
import { ED25519_COSIGNATURE, type NoteKey, noteKey } from '../ledger/vkey.ts'
import type { Credential } from './person.ts'

/** Octets of an Ed25519 key, which end its SubjectPublicKeyInfo (RFC 8410 §4). */
const RAW_KEY = 32

/**
 * The C2SP cosigner of a person in this facility: `<origin>/people/<id>`, Ed25519 cosignature/v1. Null for an ECDSA card,
 * for which tlog-cosignature has no form: such a person signs the checkpoint inside a statement only.
 */
export function cosignerKey(origin: string, person: string, credential: Credential): NoteKey | null {
  if (credential.algorithm !== 'ed25519') return null
  const raw = hexToBytes(credential.publicKey).slice(-RAW_KEY)
  return noteKey(`${origin}/people/${person}`, ED25519_COSIGNATURE, raw)
}
