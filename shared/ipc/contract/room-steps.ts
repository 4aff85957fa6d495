import { instant } from '../../ids.ts'
import { airGapFinding } from '../../room/air-gap.ts'
import { clockFinding } from '../../room/clock-check.ts'
import { z } from '../../zod.ts'
import { digestView, personView } from './views.ts'

/** What the views of the steps of the room draw. `result` is null until the step is done. */
export const roomBodies = [
  z.object({
    kind: z.literal('check-clock'),
    toleranceSeconds: z.number().int(),
    /** Whether what calls for a look is an exception here. */
    matters: z.boolean(),
    result: z
      .object({
        hostTime: instant,
        references: z.array(
          z.object({
            reference: z.string(),
            person: personView,
            says: instant,
            offsetSeconds: z.number().int(),
            ok: z.boolean(),
          }),
        ),
        findings: z.array(clockFinding),
      })
      .nullable(),
  }),
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
