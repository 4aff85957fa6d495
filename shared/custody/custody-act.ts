import { slug } from '../ids.ts'
import { z } from '../zod.ts'
import { shareKind, shareSetId, SHARES_MAX } from './share-set.ts'

/** What the characters of a new PIN are taken from: some tokens take digits only. */
export const pinCharacters = z.enum(['alphanumeric', 'digits'])

/** The user PIN of a token, split among custodians, as people approve it before it is done. */
export const custodyAct = z.strictObject({
  act: z.literal('change-custody'),
  /** As plans name it. */
  token: slug,
  /** The set of shares that is in force until then; null where the PIN is typed until then. */
  replaces: shareSetId.nullable(),
  /** How many shares give the PIN. */
  k: z.number().int().min(2).max(SHARES_MAX),
  custodians: z
    .array(z.strictObject({ person: slug, share: shareKind }))
    .min(2)
    .max(SHARES_MAX),
  characters: pinCharacters,
})
export type CustodyAct = z.infer<typeof custodyAct>
