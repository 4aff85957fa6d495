import { bytesToHex } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import type { NewCredentialRequest } from '../../../shared/ipc/contract/new-credential.ts'
import type { KeyAttributes } from '../../../shared/ipc/hsm-contract.ts'
import type { Credential } from '../../../shared/people/person.ts'
import type { HsmRoom } from '../hsm/room.ts'
import { hostRandom } from '../random.ts'
import { cardCredentialOf, cardKeys, generateCardKey } from './card.ts'
import { createCredential, type KdfParameters } from './credential-file.ts'

export interface MadeCredential {
  readonly credential: Credential
  /** The bytes of the key file; null for a card. */
  readonly file: Uint8Array | null
}

/** A person's new credential, made at the console under their own secret, which is overwritten. */
export async function makeCredential(
  room: HsmRoom,
  person: string,
  id: string,
  request: NewCredentialRequest,
  parameters?: KdfParameters,
): Promise<MadeCredential> {
  try {
    if (request.kind === 'key-file')
      return await createCredential(person, id, request.secret, parameters, request.place)
    const { label, serial } = request
    const key = await cardKey(room, id, request)
    return { credential: { id, ...cardCredentialOf({ label, serial }, key) }, file: null }
  } finally {
    request.secret.fill(0)
  }
}

/** The key that was chosen on the card, or a new P-256 one under a random CKA_ID: every card that signs can make that. */
async function cardKey(
  room: HsmRoom,
  label: string,
  request: Extract<NewCredentialRequest, { kind: 'card' }>,
): Promise<KeyAttributes> {
  const token = { label: request.label, serial: request.serial }
  if (request.keyId === undefined) {
    const key = { id: bytesToHex(hostRandom(16)), label, algorithm: 'ec-p256' as const }
    return generateCardKey(room, token, request.secret, key)
  }
  const found = (await cardKeys(room, token, request.secret)).find((key) => key.id === request.keyId)
  if (found !== undefined) return found
  throw fail('key-not-found', `The card "${token.label}" has no key with the id ${request.keyId.slice(0, 16)}.`, {
    remedy: 'Choose one of its keys, or let a new one be made.',
  })
}
