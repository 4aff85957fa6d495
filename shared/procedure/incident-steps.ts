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
  /** A message to an audience, written by Conclave out of the log, changed by people, sent by them. `asks`: what the audience has to do. */
  z.strictObject({
    ...common,
    kind: z.literal('notify'),
    audience: z.string().min(1).max(120),
    channel: z.string().min(1).max(200).describe('How it reaches them.'),
    clock: slug.describe('The clock of the playbook by which it has to be sent.').optional(),
    asks: z.array(z.string().min(1).max(300)).max(12).optional(),
  }),
  /** Waits until a ceremony that was started for this incident is signed off. In a drill people say that it would run. */
  z.strictObject({
    ...common,
    kind: z.literal('run-ceremony'),
    ceremony: slug.describe('The name of the ceremony, as in its file.'),
    inputs: z
      .record(slug, value)
      .describe('What is known beforehand; the rest is filled in when it is started.')
      .optional(),
  }),
  /** What went well, what did not, where there was luck; root causes; what is promised, and which promises are kept. */
  z.strictObject({ ...common, kind: z.literal('review') }),
] as const
