import { digest, instant, slug } from '../ids.ts'
import { z } from '../zod.ts'
import { spokenText } from '../spoken-text.ts'

/** NetSec v2.0.4 3.1.2: the integrity of logs is reviewed at least every 31 days. */
export const REVIEW_DAYS = 31
const DAY_MS = 86_400_000

/** What a person signs who had the whole log verified and looked at the outcome. */
export const reviewStatement = z.strictObject({
  type: z.literal('conclave-log-review/v1'),
  facility: z.string(),
  /** Over everything that was verified. */
  checkpoint: z.strictObject({ size: z.number().int().positive(), root: digest }),
  /** How many the verifier named. */
  problems: z.number().int().nonnegative(),
  remark: spokenText(2000, 0),
  person: slug,
  credential: slug,
  time: instant,
})
export type ReviewStatement = z.infer<typeof reviewStatement>

export interface LogReview {
  readonly index: number
  readonly time: string
  readonly statement: ReviewStatement
}

/** When the next review is due, in milliseconds since 1970; `from` is where the days begin while there was none. */
export function nextReview(reviews: readonly LogReview[], from: string): number {
  return Date.parse(reviews.at(-1)?.time ?? from) + REVIEW_DAYS * DAY_MS
}
