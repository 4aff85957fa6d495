import { digest } from '../ids.ts'
import { airGapFinding } from '../room/air-gap.ts'
import { clockCheck } from '../room/clock-check.ts'
import { z } from '../zod.ts'
import { deviation } from './deviation.ts'

const left = z.number().int().nonnegative()

/** What the steps of the room write. `deviation`: what becomes an exception by itself, right after the step. */
export const roomOutputs = {
  'check-clock': clockCheck.extend({ deviation: deviation.nullable() }),
  'check-air-gap': z.strictObject({
    verdict: airGapFinding.shape.severity,
    /** Worst first; as many as an entry holds. */
    findings: z.array(airGapFinding),
    omitted: left,
    /** Artifact: every finding and fact, canonical JSON (shared/room/air-gap). */
    facts: digest,
    deviation: deviation.nullable(),
  }),
} as const
