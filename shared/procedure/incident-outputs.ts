import { classificationAnswers, compromiseClass } from '../incident/classification.ts'
import { slug } from '../ids.ts'
import { spokenText } from '../spoken-text.ts'
import { z } from '../zod.ts'

const decided = { by: slug, confirmedBy: slug.nullable(), reason: spokenText(2000) }

/** What the steps of a playbook write. */
export const incidentOutputs = {
  decide: z.strictObject({ choice: slug, ...decided }),
  classify: z.strictObject({ class: compromiseClass, answers: classificationAnswers, ...decided }),
} as const
