import { PAPER_WORDS } from '../../custody/paper-share.ts'
import { shareSetId } from '../../custody/share-set.ts'
import { slug } from '../../ids.ts'
import { z } from '../../zod.ts'
import { operation } from '../operation.ts'
import { at, runView } from './runs.ts'
import { secretBytes, signing } from './signing.ts'

const path = z.string().min(1).max(4096)
/** UTF-8, separated by anything. */
const words = secretBytes
const answer = z.object({ run: runView })

/** A custodian's share: a file that their key file opens, or the words of their paper. */
const share = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('sealed'),
    set: shareSetId,
    ...signing,
    /** Their own copy; without it the one in the facility is taken. */
    file: path.optional(),
  }),
  z.strictObject({ kind: z.literal('paper'), set: shareSetId, person: slug, words }),
])

/** What custodians do at the console, one after another. */
export const custodyContract = {
  /** A share of the PIN that opens the token of the current step. It waits in core until there are enough. */
  'run.give-share': operation(z.strictObject({ ...at, share }), answer, { secret: true }),
  /** Makes a new PIN and its shares. Proves first that the PIN that the token has is there: typed, or by the shares that were given. */
  'run.begin-dealing': operation(z.strictObject({ ...at, pin: secretBytes.optional() }), answer, { secret: true }),
  /** Seals a custodian's share with their key file: in the facility, or in a folder of their own media. */
  'run.deal-sealed': operation(z.strictObject({ ...at, ...signing, folder: path.optional() }), answer, {
    secret: true,
  }),
  /** The words of a custodian's share, for them alone. The one answer that is secret: it is drawn, and kept nowhere. */
  'run.show-share': operation(
    z.strictObject({ ...at, ...signing }),
    z.object({ words: z.array(z.string()).length(PAPER_WORDS) }),
    { secret: true },
  ),
  /** The custodian types back what they wrote down; their share is dealt then. */
  'run.confirm-share': operation(z.strictObject({ ...at, person: slug, words }), answer, { secret: true }),
} as const
