import { bytesToHex } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import {
  activeCredentials,
  defaultCredential,
  type EnrolledCredential,
  type EnrolledPerson,
  type KeyFileCredential,
} from '../../../shared/people/person.ts'
import { type Statement, statementBytes } from '../../../shared/procedure/approval.ts'
import { toInstant } from '../clock.ts'
import type { Facility } from '../facility/facility.ts'
import { readFileCapped } from '../files/host-files.ts'
import type { HsmRoom } from '../hsm/room.ts'
import { type CardSigning, signWithCard } from './card.ts'
import { findPerson } from './find-person.ts'
import { unlockCredential, type UnlockedCredential } from './credential-file.ts'

/** Who signs, and with what: the passphrase of a key file, or the PIN of a card. The secret is overwritten after use. */
export interface Hand {
  readonly person: string
  readonly secret: Uint8Array
  /** Which of the person's credentials; without it, the one that they have, or their key file in the facility. */
  readonly credential?: string | undefined
  /** Where the key file is that is kept on the person's own media. */
  readonly keyFile?: string | undefined
}

export interface SigningPlace {
  readonly facility: Facility
  readonly room: HsmRoom
}

/** A person at the console with an unlocked credential. */
export interface Signer {
  readonly person: EnrolledPerson
  readonly credential: EnrolledCredential
  readonly sign: (message: Uint8Array) => Promise<Uint8Array>
}

const KEY_FILE_LIMIT = 16_384

/**
 * Unlocks a person's credential for one piece of work; key and secret are wiped after it, whatever happens.
 * Throws person-unknown, person-removed, credential-unknown, credential-revoked, passphrase-incorrect, credential-damaged,
 * file-not-found, and for cards what the card says.
 */
export async function withSigner<T>(
  place: SigningPlace,
  hand: Hand,
  work: (signer: Signer) => Promise<T> | T,
): Promise<T> {
  try {
    const person = findPerson(place.facility.state, hand.person)
    const credential = chooseCredential(person, hand.credential)
    if (credential.kind === 'card') {
      const others = cardsOfOthers(place.facility, person)
      // Each signature takes the PIN again: the card is logged out in between, and the bytes are overwritten each time.
      const sign = (message: Uint8Array): Promise<Uint8Array> =>
        signWithCard(place.room, credential, hand.secret.slice(), message, { others })
      return await work({ person, credential, sign })
    }
    return await withUnlocked(place, hand, { person, credential }, (unlocked) =>
      work({ person, credential, sign: (message) => Promise.resolve(unlocked.sign(message)) }),
    )
  } finally {
    hand.secret.fill(0)
  }
}

/** What only a key file can do: a card gives no key for anything but its signatures. */
export interface KeyFileSigner extends Signer {
  readonly unlocked: UnlockedCredential
}

/**
 * As withSigner, with a key file: the one of `publicKey`, or the person's own. Throws credential-unknown for who has a card only,
 * and what withSigner throws.
 */
export async function withKeyFile<T>(
  place: SigningPlace,
  hand: Hand,
  publicKey: string | null,
  work: (signer: KeyFileSigner) => Promise<T> | T,
): Promise<T> {
  try {
    const person = findPerson(place.facility.state, hand.person)
    const named = person.credentials.find((one) => one.publicKey === publicKey)?.id ?? hand.credential
    const credential = chooseCredential(person, named ?? keyFilesOf(person)[0]?.id)
    if (credential.kind === 'card') {
      throw fail('credential-unknown', `${person.name} has no key file here, and a card cannot seal a share.`, {
        remedy: 'Deal the share on paper.',
      })
    }
    return await withUnlocked(place, hand, { person, credential }, (unlocked) =>
      work({ person, credential, unlocked, sign: (message) => Promise.resolve(unlocked.sign(message)) }),
    )
  } finally {
    hand.secret.fill(0)
  }
}

/** The key files that a person signs with, those in the facility first. */
export function keyFilesOf(person: EnrolledPerson): (EnrolledCredential & KeyFileCredential)[] {
  const files = activeCredentials(person).filter((one) => one.kind === 'key-file')
  return [...files.filter(({ place }) => place === 'facility'), ...files.filter(({ place }) => place !== 'facility')]
}

async function withUnlocked<T>(
  { facility }: SigningPlace,
  hand: Hand,
  { person, credential }: { person: EnrolledPerson; credential: EnrolledCredential & KeyFileCredential },
  work: (unlocked: UnlockedCredential) => Promise<T> | T,
): Promise<T> {
  const path = credential.place === 'facility' ? facility.layout.credential(credential.id) : ownMedia(person, hand)
  const unlocked = await unlockCredential(readFileCapped(path, KEY_FILE_LIMIT), credential, hand.secret)
  try {
    return await work(unlocked)
  } finally {
    unlocked.wipe()
  }
}

/** What every statement says of its signer. */
export interface Byline {
  readonly facility: string
  readonly person: string
  readonly credential: string
  readonly time: string
}

/** A person's signature over the statement that `draft` makes, hex. */
export async function signStatement<S extends Statement>(
  place: SigningPlace,
  hand: Hand,
  draft: (byline: Byline, signer: Signer) => S,
): Promise<{ statement: S; signature: string }> {
  return withSigner(place, hand, (signer) => statementBy(place.facility, signer, draft))
}

/** The same by who is at the console already. */
export async function statementBy<S extends Statement, G extends Signer>(
  { state, clock }: Facility,
  signer: G,
  draft: (byline: Byline, signer: G) => S,
): Promise<{ statement: S; signature: string }> {
  const { person, credential } = signer
  const time = toInstant(clock.now())
  const statement = draft(
    { facility: state.founded.origin, person: person.id, credential: credential.id, time },
    signer,
  )
  return { statement, signature: bytesToHex(await signer.sign(statementBytes(statement))) }
}

function cardsOfOthers({ state }: Facility, person: EnrolledPerson): NonNullable<CardSigning['others']> {
  const others = [...state.people.values()].filter(({ id }) => id !== person.id)
  return others.flatMap((other) =>
    activeCredentials(other).flatMap((one) => (one.kind === 'card' ? [{ holder: other.name, token: one.token }] : [])),
  )
}

function ownMedia(person: EnrolledPerson, hand: Hand): string {
  if (hand.keyFile !== undefined) return hand.keyFile
  throw fail('file-not-found', `The key file of ${person.name} is on their own media.`, {
    remedy: 'Put the media in and choose the key file.',
  })
}

/** Throws person-removed, credential-unknown, credential-revoked. */
function chooseCredential(person: EnrolledPerson, id: string | undefined): EnrolledCredential {
  if (person.removedAt !== null) {
    throw fail(
      'person-removed',
      `${person.name} was removed on ${person.removedAt.slice(0, 10)} and signs nothing here.`,
    )
  }
  const chosen = id === undefined ? defaultCredential(person) : person.credentials.find((one) => one.id === id)
  if (chosen === undefined) {
    throw fail('credential-unknown', `${person.name} has no credential${id === undefined ? '' : ` "${id}"`} here.`, {
      remedy: 'Choose one of the credentials that the log enrolled for this person.',
    })
  }
  if (chosen.revokedAt === null) return chosen
  throw fail('credential-revoked', `The credential "${chosen.id}" of ${person.name} was revoked.`, {
    remedy: 'Sign with the credential that replaced it.',
  })
}
