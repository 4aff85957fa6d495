import { fail } from '../../../shared/failure.ts'
import type { NewCredentialRequest } from '../../../shared/ipc/contract/new-credential.ts'
import type { Credential } from '../../../shared/people/person.ts'
import type { HsmRoom } from '../hsm/room.ts'
import { createCredential } from './credential-file.ts'

export interface MadeCredential {
  readonly credential: Credential
  /** The bytes of the key file; null for a card. */
  readonly file: Uint8Array | null
}

/** A person's new credential, made at the console under their own secret, which is overwritten. */
export async function makeCredential(
  _room: HsmRoom,
  person: string,
  id: string,
  request: NewCredentialRequest,
): Promise<MadeCredential> {
  try {
    if (request.kind === 'key-file') return await createCredential(person, id, request.secret, undefined, request.place)
    throw fail('credential-unknown', 'Cards are not read yet.')
  } finally {
    request.secret.fill(0)
  }
}
