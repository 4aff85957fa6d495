import { evidenceGroup } from '../evidence/item.ts'
import { z } from '../zod.ts'
import { common, reference, value } from './step-fields.ts'

/** Evidence is collected and sealed before anything is done that could destroy it. */
export const evidenceSteps = [
  /** Always in the order of volatility, whatever the order here; `tokens` left out: every token of the facility. */
  z.strictObject({
    ...common,
    kind: z.literal('collect-evidence'),
    collect: z
      .array(evidenceGroup)
      .min(1)
      .max(4)
      .refine((groups) => new Set(groups).size === groups.length, 'name each group once'),
    authority: value.describe('Who ordered it, and under which authority.'),
    reason: value.describe('Why it is collected.'),
    tokens: z.array(value).min(1).max(20).optional(),
  }),
  /** The certificates of those who may open the package, from a file. */
  z.strictObject({ ...common, kind: z.literal('import-recipients') }),
  /** Sealed, signed, encrypted, written to a medium and read back from there. */
  z.strictObject({
    ...common,
    kind: z.literal('seal-evidence'),
    collections: z.array(reference('collection')).min(1).max(20),
    recipients: reference('recipients'),
  }),
] as const
