import { bytesToHex, hexToBytes } from '../../../shared/bytes.ts'
import { fail, OperationError } from '../../../shared/failure.ts'
import {
  cardAlgorithm,
  type CardAlgorithm,
  type KeyAttributes,
  type TokenRef,
} from '../../../shared/ipc/hsm-contract.ts'
import type { CardCredential } from '../../../shared/people/card-credential.ts'
import { type HsmRoom, isSameToken } from '../hsm/room.ts'
import { verifySignature } from './verify-signature.ts'

/** `allowFinalTry`: a second person agreed that the PIN is sent although a wrong one locks the card. */
export interface CardLogin {
  readonly allowFinalTry?: boolean
}

export interface CardSigning extends CardLogin {
  /** The cards of other people, so that a wrong card in the reader is named. */
  readonly others?: readonly { readonly holder: string; readonly token: TokenRef }[]
}

/**
 * A signature over the whole message with the key on the person's card, checked before it is returned. The PIN is overwritten,
 * whatever happens. Throws card-of-another-person, token-not-found, pin-incorrect, pin-last-try, pin-locked, token-gone,
 * key-not-found, signature-invalid. A card that is certainly the wrong one is not sent the PIN.
 */
export async function signWithCard(
  room: HsmRoom,
  { algorithm, publicKey, token, keyId }: CardCredential,
  pin: Uint8Array,
  message: Uint8Array,
  { allowFinalTry = false, others = [] }: CardSigning = {},
): Promise<Uint8Array> {
  try {
    const hsm = await room.locate(token)
    const request = { id: keyId, publicKey: hexToBytes(publicKey), algorithm, data: message }
    const { signature } = await hsm.call('card.sign', { token, pin, allowFinalTry, ...request })
    if (verifySignature(algorithm, publicKey, message, signature)) return signature
  } catch (error) {
    throw await explain(room, { token, others }, error)
  } finally {
    pin.fill(0)
  }
  throw fail('signature-invalid', `What the card "${token.label}" returned is not a signature of its key.`, {
    remedy: 'Do not use this card. Record an exception.',
  })
}

/** The key pairs of a card that can sign for a person. The PIN is overwritten. */
export async function cardKeys(
  room: HsmRoom,
  token: TokenRef,
  pin: Uint8Array,
  { allowFinalTry = false }: CardLogin = {},
): Promise<KeyAttributes[]> {
  try {
    const hsm = await room.locate(token)
    return (await hsm.call('card.keys', { token, pin, allowFinalTry })).keys
  } finally {
    pin.fill(0)
  }
}

export interface NewCardKey {
  /** CKA_ID, hex. */
  readonly id: string
  readonly label: string
  readonly algorithm: CardAlgorithm
}

/**
 * Makes a key pair on the card. The PIN is overwritten. Throws key-exists when the id is taken, and hsm-outcome-unknown when the
 * card did not say whether it made one: `cardKeys` then shows it or not.
 */
export async function generateCardKey(
  room: HsmRoom,
  token: TokenRef,
  pin: Uint8Array,
  key: NewCardKey,
  { allowFinalTry = false }: CardLogin = {},
): Promise<KeyAttributes> {
  try {
    const hsm = await room.locate(token)
    return (await hsm.call('card.generate', { token, pin, allowFinalTry, ...key })).key
  } finally {
    pin.fill(0)
  }
}

/** What the log keeps of a key on a card. Throws key-not-found for a key that cannot sign for a person. */
export function cardCredentialOf(token: TokenRef, key: KeyAttributes): CardCredential {
  const algorithm = cardAlgorithm.safeParse(key.algorithm)
  if (!algorithm.success || key.publicKey === null || !key.hasPrivateKey || key.id === '') {
    throw fail('key-not-found', 'This key of the card cannot sign for a person.', {
      remedy: 'Choose a key pair of type Ed25519, P-256 or P-384 with an id, or make a new one.',
    })
  }
  return {
    kind: 'card',
    algorithm: algorithm.data,
    publicKey: bytesToHex(key.publicKey),
    token: { label: token.label, serial: token.serial },
    keyId: key.id,
  }
}

async function explain(
  room: HsmRoom,
  { token, others }: { readonly token: TokenRef } & Required<Pick<CardSigning, 'others'>>,
  error: unknown,
): Promise<unknown> {
  if (!(error instanceof OperationError)) return error
  const { code, detail } = error.failure
  // With the right public half alone (privateKeys: 0), it is the right card, and damaged.
  if (code === 'key-not-found' && Number(detail?.['publicKeys']) > 0 && detail?.['privateKeys'] !== 0) {
    return anotherPerson(`The card "${token.label}", serial ${token.serial}, does not have the key`, error)
  }
  if (code !== 'token-not-found') return error
  const present = (await room.read()).flatMap(({ slots }) => slots.flatMap((slot) => slot.token ?? []))
  const other = others.find((card) => present.some((info) => isSameToken(info, card.token)))
  if (other !== undefined)
    return anotherPerson(`The card in the room is the one of ${other.holder}, not the one`, error)
  // Cards of one make often have one label: the serial number says whose it is.
  const alike = present.find(({ label }) => label === token.label)
  if (alike === undefined) return error
  return anotherPerson(`The card has the serial number ${alike.serial}, and not ${token.serial}, the one`, error)
}

function anotherPerson(what: string, error: OperationError): OperationError {
  return fail('card-of-another-person', `${what} that was enrolled for this person. Nothing was signed.`, {
    remedy: 'Put in the card of the person who signs. If this is a new card of theirs, it must be enrolled first.',
    detail: error.failure.detail ?? {},
    cause: error,
  })
}
