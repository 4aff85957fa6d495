import { airGapFinding } from '../../room/air-gap.ts'
import { z } from '../../zod.ts'
import { digestView } from './views.ts'

/** What the views of the steps of the room draw. `result` is null until the step is done. */
export const roomBodies = [
  z.object({
    kind: z.literal('check-air-gap'),
    /** Whether what is open is an exception here; in a practice facility it is only shown. */
    matters: z.boolean(),
    /** As it is read right now, worst first. */
    current: z.array(airGapFinding),
    result: z
      .object({
        verdict: airGapFinding.shape.severity,
        findings: z.array(airGapFinding),
        omitted: z.number().int(),
        facts: digestView,
      })
      .nullable(),
  }),
] as const
