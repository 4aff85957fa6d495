import { z } from '../zod.ts'
import { common } from './step-fields.ts'

/** What a script can ask of the room: the machine, the clocks, the media, the bags, the people. */
export const roomSteps = [
  /** Two people read two references; the console compares both with this computer, and with what is certainly past. */
  z.strictObject({ ...common, kind: z.literal('check-clock') }),
  /** Read from the system; nobody is asked. */
  z.strictObject({ ...common, kind: z.literal('check-air-gap') }),
] as const
