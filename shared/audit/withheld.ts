import { z } from '../zod.ts'

/** An entry that an auditor is not to have, and why. Entry 0 holds the key of the log and stays. */
export const withheldEntry = z.strictObject({
  index: z.number().int().positive(),
  reason: z.string().trim().min(1).max(500),
})
export type Withheld = z.infer<typeof withheldEntry>

/** What is left out of one package. */
export const withheldEntries = z.array(withheldEntry).max(10_000)
