import { hex, type instant, role, slug } from '../ids.ts'
import { z } from '../zod.ts'
import { cardCredential } from './card-credential.ts'
import { spokenText } from '../spoken-text.ts'

/** A passphrase-protected Ed25519 key file, kept in the facility or on media of the person's own. */
export const keyFileCredential = z.strictObject({
  id: slug,
  kind: z.literal('key-file'),
  algorithm: z.literal('ed25519'),
  /** Raw 32-byte Ed25519 public key (RFC 8032), hex. */
  publicKey: hex.length(64),
  place: z.enum(['facility', 'own-media']),
})
export type KeyFileCredential = z.infer<typeof keyFileCredential>

/** What a person signs with, as the log knows it: the public half only. */
export const credential = z.discriminatedUnion('kind', [keyFileCredential, cardCredential.extend({ id: slug })])
export type Credential = z.infer<typeof credential>

export const person = z.strictObject({
  id: slug,
  name: spokenText(80),
  roles: z.array(role).min(1),
  credentials: z.array(credential).min(1).max(8),
})
export type Person = z.infer<typeof person>

/** `revokedAt`: from that entry on it signs nothing; what it signed before stays signed. */
export type EnrolledCredential = Credential & { readonly revokedAt: z.infer<typeof instant> | null }

/** A person in the log. Nobody is ever taken out: `removedAt` says since when nothing of theirs counts. */
export interface EnrolledPerson extends Omit<Person, 'credentials'> {
  readonly credentials: readonly EnrolledCredential[]
  readonly enrolledAt: z.infer<typeof instant>
  readonly removedAt: z.infer<typeof instant> | null
  /** Numbers of the entries that say so: the enrolment, and every change after it. */
  readonly entries: readonly number[]
}

export function enrolledPerson(document: Person, at: string, entry: number): EnrolledPerson {
  const credentials = document.credentials.map((one) => ({ ...one, revokedAt: null }))
  return { ...document, credentials, enrolledAt: at, removedAt: null, entries: [entry] }
}

/** Those that may sign now; none of a person who was removed. */
export function activeCredentials({ credentials, removedAt }: EnrolledPerson): EnrolledCredential[] {
  return removedAt === null ? credentials.filter(({ revokedAt }) => revokedAt === null) : []
}

/** The one that is meant where none is named: the key file in the facility, else the first. */
export function defaultCredential(of: EnrolledPerson): EnrolledCredential | undefined {
  const active = activeCredentials(of)
  return active.find((one) => one.kind === 'key-file' && one.place === 'facility') ?? active[0]
}

/** The roles that count now. */
export function activeRoles({ roles, removedAt }: EnrolledPerson): EnrolledPerson['roles'] {
  return removedAt === null ? roles : []
}
