import { role, slug } from '../ids.ts'
import { z } from '../zod.ts'
import { common, value } from './step-fields.ts'

const confirmedBy = role.describe('A second person in this role signs the same, else the step does not end.').optional()

/** What a playbook asks people, and what they tell others. */
export const incidentSteps = [
  /** A question with criteria; whoever decides signs the option and the reason. Later steps depend on it by `when`. */
  z.strictObject({
    ...common,
    kind: z.literal('decide'),
    question: z.string().min(1).max(300),
    criteria: z.array(z.string().min(1).max(300)).min(1).max(12),
    options: z
      .array(z.strictObject({ id: slug, title: z.string().min(1).max(80), means: z.string().min(1).max(400) }))
      .min(2)
      .max(6),
    'confirmed-by': confirmedBy,
  }),
  /** The kind of compromise, A to E, out of recorded answers. */
  z.strictObject({ ...common, kind: z.literal('classify'), key: value, 'confirmed-by': confirmedBy }),
] as const
