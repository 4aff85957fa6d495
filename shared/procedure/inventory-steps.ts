import { inventoryOf } from '../inventory/row.ts'
import { z } from '../zod.ts'
import { common, reference, value } from './step-fields.ts'

/** What the fleet runs, what hangs on a key, and what nobody can explain. */
export const inventorySteps = [
  /**
   * Files with what a fleet runs, what issuers say they issued, or what somebody saw. In a drill nobody brings any: a fleet is made up.
   */
  z.strictObject({
    ...common,
    kind: z.literal('import-inventory'),
    of: inventoryOf,
    'drill-rows': value
      .describe('How many certificates a drill makes up, at most 1,000,000; left out, 100,000.')
      .optional(),
    'drill-seed': value.describe('The same seed makes the same fleet; left out, the name of the run.').optional(),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('compute-impact'),
    inventory: reference('inventory'),
    authority: value
      .describe(
        'Whose key it is: its name in hand-offs, or the SHA-256 of its public key or of one of its certificates. Left out, every issuer counts.',
      )
      .optional(),
    since: value.describe('Only what was issued from then on: YYYY-MM-DD, or with HH:MM, in UTC.').optional(),
    until: value.describe('Only what was issued up to then.').optional(),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('reconcile-inventory'),
    inventory: reference('inventory').describe('What the fleet runs.'),
    issuer: reference('inventory').describe('What issuers say they issued.').optional(),
    observed: reference('inventory').describe('What somebody saw.').optional(),
  }),
] as const
