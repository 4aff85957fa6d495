import { role, slug } from '../ids.ts'
import { z } from '../zod.ts'
import { duration } from './duration.ts'

const line = z.string().min(1).max(400)
const lines = z.array(line).min(1).max(20)
const goal = z
  .strictObject({ within: duration, step: slug.describe('The step whose end is measured.') })
  .describe('Counted from when somebody first knew.')

/** Somebody to call. A file holds placeholders; a facility puts its own people in and reviews the new digest. */
const contact = z.strictObject({
  id: slug,
  name: z.string().min(1).max(80),
  answers: z.string().min(1).max(120).describe('For what this person or desk answers.'),
  reach: z.string().min(1).max(120).describe('How they are reached at any hour. It is printed.'),
})
export type Contact = z.infer<typeof contact>

const severity = z.strictObject({
  level: slug,
  title: z.string().min(1).max(80),
  criterion: line.describe('Something that anybody would see in the same way.'),
  calls: z.array(slug).min(1).max(20).describe('Ids of contacts.'),
  within: duration,
})
export type Severity = z.infer<typeof severity>

/** A deadline. It begins when somebody first knew, or with the end of a step, and stops with the end of a step. */
const clock = z.strictObject({
  id: slug,
  title: z.string().min(1).max(80),
  source: z.string().min(1).max(120).describe('The rule that sets it, with its section, or who decided it.'),
  from: slug.describe('"awareness", or the id of a step.'),
  within: duration,
  stop: slug.describe('The step whose end stops it.'),
})
export type ClockDefinition = z.infer<typeof clock>

const inject = z.strictObject({ step: slug, says: line })

/** The nine items of BR v2.2.6 section 5.7.1.2 in their order, then what the console needs: who is called, clocks, the drill. */
export const playbookParts = {
  activation: lines.describe('BR 5.7.1.2 (1): specific, objective and measurable criteria.'),
  contacts: z.array(contact).min(1).max(40).describe('BR 5.7.1.2 (2).'),
  automation: lines.describe('BR 5.7.1.2 (3): what machines do, and where it begins and ends.'),
  targets: z
    .strictObject({ triage: goal, revocation: goal, replacement: goal, review: goal })
    .describe('BR 5.7.1.2 (4): triage, start of revocation, replacement, review after the event.'),
  notification: z
    .array(z.strictObject({ audience: z.string().min(1).max(120), method: z.string().min(1).max(200) }))
    .min(1)
    .max(20)
    .describe('BR 5.7.1.2 (5).'),
  responsibilities: z.partialRecord(role, line).describe('BR 5.7.1.2 (6): who does what.'),
  training: lines.describe('BR 5.7.1.2 (7).'),
  test: z
    .strictObject({ every: duration, how: line })
    .describe('BR 5.7.1.2 (8): at least once a year, without revoking certificates that are in use.'),
  improvement: lines.describe('BR 5.7.1.2 (9): how the plan is changed after a test or an event.'),
  severity: z.array(severity).min(1).max(6),
  clocks: z.array(clock).min(1).max(20),
  drill: z.strictObject({
    scenario: z.string().min(1).max(2000),
    injects: z.array(inject).max(20),
    expected: z.record(slug, z.string().min(1).max(64)).describe('What people should decide: step and option.'),
  }),
}
