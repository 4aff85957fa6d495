import { role, slug } from '../ids.ts'
import { z } from '../zod.ts'
import { duration } from './duration.ts'

/** `<step>.<output>`, or `inputs.<name>`. Anything else in a value field is meant literally. */
export const REFERENCE = /^(?<step>[a-z][a-z0-9-]*)\.(?<output>[a-z][a-z0-9-]*)$/

/** What every step has. */
export const common = {
  id: slug.describe('Later steps name this one by its id: <id>.<output>.'),
  title: z.string().min(1).max(120).describe('What is done, as a heading of the script.'),
  say: z.string().min(1).max(600).describe('Read aloud in the room.').optional(),
  by: role.describe('Who performs it: one of the roles of the script.').optional(),
  after: z
    .strictObject({ step: slug, wait: duration })
    .describe('Not before so long after the end of an earlier step.')
    .optional(),
  due: z
    .strictObject({ step: slug, within: duration })
    .describe('Done within so long after the end of an earlier step; else an exception is recorded first.')
    .optional(),
  when: z
    .strictObject({ step: slug, is: z.array(z.string().min(1).max(64)).min(1).max(6) })
    .describe('Playbooks only: done where an earlier decide or classify step came to one of these; else skipped.')
    .optional(),
}

/** A text, or `inputs.<name>`. The check reads `input` from `meta`. */
export const value = z.string().min(1).max(200).meta({ input: true })

/** A field that must be a reference to one of these outputs. The check reads the names from `meta`. */
export function reference(...outputs: string[]): z.ZodString {
  const names = outputs.map((output) => `<step>.${output}`).join(' or ')
  return z.string().regex(REFERENCE, `write ${names}`).meta({ outputs })
}
