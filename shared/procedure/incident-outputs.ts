import { classificationAnswers, compromiseClass } from '../incident/classification.ts'
import { review } from '../incident/actions.ts'
import { digest, instant, runId, slug } from '../ids.ts'
import { spokenText } from '../spoken-text.ts'
import { z } from '../zod.ts'

const decided = { by: slug, confirmedBy: slug.nullable(), reason: spokenText(2000) }

/** What the steps of a playbook write. */
export const incidentOutputs = {
  decide: z.strictObject({ choice: slug, ...decided }),
  notify: z.strictObject({
    audience: z.string(),
    channel: z.string(),
    /** When people sent it, by their word. */
    sentAt: instant,
    /** Artifact: the text as it was sent, UTF-8. */
    message: digest,
    /** People changed what Conclave had written. */
    edited: z.boolean(),
  }),
  'run-ceremony': z.discriminatedUnion('played', [
    z.strictObject({ played: z.literal(false), ceremony: slug, run: runId, plan: digest, closedAt: instant }),
    z.strictObject({
      played: z.literal(true),
      ceremony: slug,
      /** What its plan would be; null where inputs are missing. */
      plan: digest.nullable(),
      /** How long it would take, by the word of those who would hold it. */
      minutes: z.number().int().positive().max(100_000),
    }),
  ]),
  review,
  classify: z.strictObject({ class: compromiseClass, answers: classificationAnswers, ...decided }),
} as const
