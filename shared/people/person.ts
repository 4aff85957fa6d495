import { hex, type instant, role, slug } from '../ids.ts'
import { z } from '../zod.ts'

/** A credential as the log knows it: the public half only. First kind: a passphrase-protected Ed25519 key file. */
export const credential = z.strictObject({
  id: slug,
  kind: z.literal('key-file'),
  algorithm: z.literal('ed25519'),
  /** Raw 32-byte Ed25519 public key (RFC 8032). */
  publicKey: hex.length(64),
})
export type Credential = z.infer<typeof credential>

export const person = z.strictObject({
  id: slug,
  name: z.string().min(1).max(80),
  roles: z.array(role).min(1),
  credential,
})
export type Person = z.infer<typeof person>

export interface EnrolledPerson extends Person {
  readonly enrolledAt: z.infer<typeof instant>
}
