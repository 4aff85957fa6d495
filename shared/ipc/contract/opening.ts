import { shareKind, shareSetId } from '../../custody/share-set.ts'
import { slug } from '../../ids.ts'
import { z } from '../../zod.ts'
import { personView } from './views.ts'

export const custodianView = z.object({
  person: personView,
  share: shareKind,
  /** In the room. */
  here: z.boolean(),
})

/** How a token is opened: with the shares of a set, the most probable first, or with a PIN that is typed. */
export const openingView = z.object({
  token: slug,
  typed: z.boolean(),
  sets: z.array(
    z.object({
      id: shareSetId,
      needed: z.number().int(),
      custodians: z.array(
        custodianView.extend({
          /** Their share is right and waits for the others. */
          given: z.boolean(),
          /** A file that the facility keeps; else it is on media of their own. */
          inFacility: z.boolean(),
        }),
      ),
    }),
  ),
})
export type OpeningView = z.infer<typeof openingView>
