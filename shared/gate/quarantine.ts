import type { FailureCode } from '../failure.ts'
import { FAILURE_CODES } from '../failure.ts'
import { digest, instant, slug } from '../ids.ts'
import { spokenText } from '../spoken-text.ts'
import { z } from '../zod.ts'
import { gateKind } from './kinds.ts'

/** What the gate refused, as the log has it. `sha256`: null where no copy was kept, since it was no file or too large. */
export const refusedFile = z.strictObject({
  name: spokenText(300),
  medium: spokenText(1000),
  size: z.number().int().nonnegative(),
  sha256: digest.nullable(),
  /** What was asked for. */
  wanted: z.array(gateKind).min(1),
  code: z.enum(FAILURE_CODES as unknown as [FailureCode, ...FailureCode[]]),
  message: z.string().max(2000),
})

/** What a person signs who has the copy of a refused file destroyed. */
export const discardStatement = z.strictObject({
  type: z.literal('conclave-discard/v1'),
  facility: z.string(),
  sha256: digest,
  reason: spokenText(600),
  person: slug,
  credential: slug,
  time: instant,
})
export type DiscardStatement = z.infer<typeof discardStatement>

export interface QuarantinedFile extends z.infer<typeof refusedFile> {
  readonly index: number
  readonly time: string
  /** The run in which it was offered; null outside of runs. */
  readonly run: string | null
  discarded: { readonly time: string; readonly person: string; readonly reason: string } | null
}
