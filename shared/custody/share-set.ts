import { digest, hex, slug } from '../ids.ts'
import { z } from '../zod.ts'

/** 16 random bytes: no two sets of shares have the same. */
export const shareSetId = hex.length(32)

/** `sealed`: a file under a key from the custodian's key file. `paper`: words on paper, for who has no key file. */
export const shareKind = z.enum(['sealed', 'paper'])
export type ShareKind = z.infer<typeof shareKind>

export const SHARES_MAX = 16

/** How many shares give the PIN, as a plan writes it. */
export const threshold = z.enum(Array.from({ length: SHARES_MAX - 1 }, (_, at) => String(at + 2)))

/**
 * What everybody may know of a PIN that is split among custodians. Nothing here helps to find the PIN, however short it is:
 * what the commitments hide holds at least 16 random bytes (secret-block.ts). A newer set of the same token supersedes this one.
 */
export const shareSet = z
  .strictObject({
    id: shareSetId,
    /** The token whose user PIN is split, as the facility names it. */
    token: slug,
    /** How many shares give the PIN. */
    k: z.number().int().min(2).max(SHARES_MAX),
    custodians: z
      .array(
        z.strictObject({
          person: slug,
          kind: shareKind,
          /** SHA-256 of canonical JSON {custodian, set, share}. */
          commitment: digest,
        }),
      )
      .min(2)
      .max(SHARES_MAX),
    /** SHA-256 of canonical JSON {set, whole}: the block that the shares give together. */
    pinCommitment: digest,
  })
  .refine(({ k, custodians }) => k <= custodians.length, {
    path: ['k'],
    error: 'more shares are needed than there are custodians',
  })
  .refine(({ custodians }) => new Set(custodians.map(({ person }) => person)).size === custodians.length, {
    path: ['custodians'],
    error: 'a person holds one share of a set',
  })
export type ShareSet = z.infer<typeof shareSet>
