import { digest, instant, runId, slug } from '../ids.ts'
import { type Deviation, inOneText } from '../procedure/deviation.ts'
import { spokenText, visible } from '../spoken-text.ts'
import { z } from '../zod.ts'
import { evidenceGroup, evidenceItem } from './item.ts'

/** What was to be collected and was not: a token that is not there, a file that does not read back, a link on a medium. */
export const refusedEvidence = z.strictObject({
  group: evidenceGroup,
  source: spokenText(4000),
  code: z.string(),
  words: spokenText(4000),
})
export type RefusedEvidence = z.infer<typeof refusedEvidence>

/** What one step collected, as canonical JSON: the artifact whose digest the log has. */
export const evidenceCollection = z.strictObject({
  format: z.literal('conclave-evidence/v1'),
  facility: z.string(),
  mode: z.enum(['production', 'practice']),
  /** An exercise: nothing in it is about a real incident. */
  drill: z.boolean(),
  run: runId,
  step: slug,
  startedAt: instant,
  finishedAt: instant,
  authority: spokenText(4000),
  why: spokenText(4000),
  groups: z.array(evidenceGroup).min(1),
  /** The log as it was when the collection began. */
  log: z.strictObject({ size: z.number().int().positive(), root: digest }),
  items: z.array(evidenceItem),
  refused: z.array(refusedEvidence),
})
export type EvidenceCollection = z.infer<typeof evidenceCollection>

/** People decide whether the run goes on without it; null when all was collected. */
export function collectionDeviation(
  items: number,
  refused: readonly Pick<RefusedEvidence, 'source' | 'words'>[],
): Deviation | null {
  if (refused.length === 0) return null
  const kept = `${String(items)} of ${String(items + refused.length)} were collected and are kept.`
  return {
    expected: 'Everything that the step names can be read and is collected.',
    happened: inOneText([kept, ...refused.map(({ words }) => words)]),
  }
}

/** Words from outside, with what cannot be seen made visible, and cut to what a field holds. */
export function evidenceWords(text: string): string {
  const seen = visible(text).replaceAll('\n', ' ')
  if (seen === '') return '-'
  return seen.length <= 2000 ? seen : `${seen.slice(0, 1990)} [cut]`
}
