import { hexToBytes } from '../bytes.ts'
import { ED25519_COSIGNATURE, type NoteKey, noteKey } from '../ledger/vkey.ts'
import type { Person } from './person.ts'

/** The C2SP cosigner of a person in this facility: `<origin>/people/<id>`, Ed25519 cosignature/v1. */
export function cosignerKey(origin: string, person: Person): NoteKey {
  return noteKey(`${origin}/people/${person.id}`, ED25519_COSIGNATURE, hexToBytes(person.credential.publicKey))
}
