import { pinCharacters } from '../custody/custody-act.ts'
import { SHARES_MAX } from '../custody/share-set.ts'
import { z } from '../zod.ts'
import { common, reference, value } from './step-fields.ts'

/** How a PIN is split among custodians. */
export const custodySteps = [
  /** Who holds the PIN of a token together from now on; `threshold` is how many shares give it. */
  z.strictObject({
    ...common,
    kind: z.literal('prepare-custody'),
    token: value,
    threshold: value,
    custodians: z
      .array(z.strictObject({ person: value, share: value.describe('sealed, paper, or inputs.<name>.') }))
      .min(2)
      .max(SHARES_MAX),
    characters: pinCharacters.optional(),
  }),
  /** A new PIN, split among its custodians before the token gets it. */
  z.strictObject({
    ...common,
    kind: z.literal('split-pin'),
    act: reference('key-act'),
    approval: reference('approval'),
  }),
] as const
