import { digest, instant, runId, slug } from '../ids.ts'
import type { Policy } from '../people/policy.ts'
import { z } from '../zod.ts'

/**
 * What a person signs who brings the evidence of a rehearsal: which plan was run to its end, under which policy, in which
 * practice facility, and the checkpoint by which that can be looked up there.
 */
export const rehearsalStatement = z.strictObject({
  type: z.literal('conclave-rehearsal/v1'),
  facility: z.string(),
  plan: digest,
  policy: digest,
  practice: z.strictObject({
    origin: z.string(),
    run: runId,
    title: z.string().max(80),
    closedAt: instant,
    checkpoint: z.strictObject({ size: z.number().int().positive(), root: digest }),
    /** Deviations that were noticed and decided. */
    exceptions: z.number().int().nonnegative(),
    participants: z.number().int().positive(),
  }),
  person: slug,
  credential: slug,
  time: instant,
})
export type RehearsalStatement = z.infer<typeof rehearsalStatement>

export interface Rehearsal {
  readonly index: number
  readonly time: string
  readonly statement: RehearsalStatement
}

const DAY_MS = 86_400_000

/** Why this plan may not be run under this policy now, as far as rehearsals go; null when it may. */
export function rehearsalProblem(
  rehearsals: readonly Rehearsal[],
  policy: Pick<Policy, 'rehearsal'>,
  wanted: { readonly plan: string; readonly policy: string; readonly now: number },
): string | null {
  if (!policy.rehearsal.required) return null
  const ofPlan = rehearsals.filter(({ statement }) => statement.plan === wanted.plan)
  if (ofPlan.length === 0) return 'nobody has brought evidence that this very plan was rehearsed'
  const ofPolicy = ofPlan.filter(({ statement }) => statement.policy === wanted.policy)
  if (ofPolicy.length === 0) return 'it was rehearsed under another policy than the one in force'
  const last =
    ofPolicy
      .map(({ statement }) => statement.practice.closedAt)
      .toSorted()
      .at(-1) ?? ''
  const { withinDays } = policy.rehearsal
  if (wanted.now - Date.parse(last) <= withinDays * DAY_MS) return null
  return `its last rehearsal ended on ${last.slice(0, 10)}, more than ${String(withinDays)} days ago`
}
