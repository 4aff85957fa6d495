import { digest, instant, slug } from '../../shared/ids.ts'
import { receiptCheck, reportText, stageResult } from '../../shared/handoff/receipt.ts'
import { handoffPosition } from '../../shared/handoff/status.ts'
import { z } from '../../shared/zod.ts'

/** One file of a generation: what is in it by SHA-256, or where a link leads (a private key stays where it is). */
export const generationFile = z.strictObject({
  name: z.string().min(1).max(255),
  sha256: digest.nullable(),
  link: z.string().max(4096).nullable(),
  mode: z.number().int().min(0).max(0o777),
})
export type GenerationFile = z.infer<typeof generationFile>

/** Everything that one target has at one time. `handoff` is null for what was found before the first hand-off. */
export const generation = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,100}$/),
  handoff: handoffPosition.nullable(),
  files: z.array(generationFile).max(2000),
})
export type Generation = z.infer<typeof generation>

/**
 * How far one target is. `swapping` is durable before the first file changes, `swapped` after the last; `restoring` and `restored` are
 * the same on the way back. `untouched`: it already had exactly these files, or it was never its turn.
 */
export const targetState = z.enum([
  'waiting',
  'swapping',
  'swapped',
  'reloaded',
  'verified',
  'restoring',
  'restored',
  'restore-failed',
])
export type TargetState = z.infer<typeof targetState>

export const journalTarget = z.strictObject({
  target: slug,
  state: targetState,
  /** Null: there was nothing. */
  from: generation.nullable(),
  to: generation.nullable(),
})
export type JournalTarget = z.infer<typeof journalTarget>

export const journalStage = z.strictObject({
  region: slug,
  result: stageResult.nullable(),
  at: instant.nullable(),
  checks: z.array(receiptCheck).max(2000),
  targets: z.array(journalTarget).max(500),
})
export type JournalStage = z.infer<typeof journalStage>

/** What is being done, durable before it is done. It is gone when its receipt is written. */
export const journal = z.strictObject({
  kind: z.enum(['apply', 'rollback']),
  handoff: handoffPosition,
  state_digest: digest,
  started_at: instant,
  reason: reportText.nullable(),
  /** Why it stopped: a failure code, a colon and a sentence. */
  stopped: reportText.nullable(),
  stages: z.array(journalStage).max(200),
})
export type Journal = z.infer<typeof journal>
