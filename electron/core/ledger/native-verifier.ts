import { verify } from 'node:crypto'
import { utf8ToBytes } from '../../../shared/bytes.ts'
import type { NoteVerifier } from '../../../shared/ledger/note.ts'
import type { NoteKey } from '../../../shared/ledger/vkey.ts'
import { ed25519PublicKey } from '../ed25519.ts'

/** For keys of type 0x01, by OpenSSL: the portable one takes a tenth of a second to get going. */
export function nativeVerifier(key: NoteKey): NoteVerifier {
  return {
    name: key.name,
    keyId: key.keyId,
    verify: (text, signature) => verify(null, utf8ToBytes(text), ed25519PublicKey(key.publicKey), signature),
  }
}
