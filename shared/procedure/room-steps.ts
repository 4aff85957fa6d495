import { z } from '../zod.ts'
import { readBackDemand } from '../room/read-back.ts'
import { common, reference, value } from './step-fields.ts'

/** What a script can ask of the room: the machine, the clocks, the media, the bags, the people. */
export const roomSteps = [
  /** Two people read two references; the console compares both with this computer, and with what is certainly past. */
  z.strictObject({ ...common, kind: z.literal('check-clock') }),
  /** Read from the system; nobody is asked. */
  z.strictObject({ ...common, kind: z.literal('check-air-gap') }),
  /** Every file of a medium is listed and hashed before anything of it is used. */
  z.strictObject({ ...common, kind: z.literal('inspect-media') }),
  /** All that a token says of itself, compared with what it said the last time. */
  z.strictObject({ ...common, kind: z.literal('inspect-token'), token: value }),
  /** `items` are called in the same words in every ceremony: their names are what the record goes by. */
  z.strictObject({ ...common, kind: z.literal('record-bag'), items: z.array(value).min(1).max(10) }),
  /**
   * One person reads a digest, another one types what they hear, or says that it is what they have. `reader` names somebody
   * who reads from outside the room; left out, it is somebody who is here.
   */
  z.strictObject({
    ...common,
    kind: z.literal('read-back'),
    digest: reference('key', 'preview', 'certificate', 'change', 'handoff', 'request', 'crl', 'recipients', 'evidence'),
    how: z.enum(['typed', 'spoken']),
    form: readBackDemand.shape.form.optional(),
    words: readBackDemand.shape.words,
    reader: value.optional(),
  }),
  /** Somebody leaves a role and somebody else takes it over; both sign. */
  z.strictObject({ ...common, kind: z.literal('hand-over'), role: value, from: value, to: value }),
] as const
