import { digest, instant, role, slug } from '../ids.ts'
import { tokenInfo, tokenRef } from '../ipc/hsm-contract.ts'
import { airGapFinding } from '../room/air-gap.ts'
import { bagProblem, bagRecord } from '../room/bags.ts'
import { clockCheck } from '../room/clock-check.ts'
import { mediaSummary } from '../room/media.ts'
import { readBackOutput } from '../room/read-back.ts'
import { tokenReading } from '../room/token-reading.ts'
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
  'inspect-media': mediaSummary.extend({
    omitted: left,
    /** Artifact: everything that was found, canonical JSON. */
    inspection: digest,
    deviation: deviation.nullable(),
  }),
  'inspect-token': z.strictObject({
    tokenName: slug,
    token: tokenRef,
    reading: tokenReading,
    userPin: tokenInfo.shape.userPin,
    loggedIn: z.boolean(),
    objects: left,
    /** When it was read the last time; null: never. */
    lastRead: instant.nullable(),
    changes: z.array(z.string()),
    /** Artifact: all that the token says, canonical JSON. */
    inspection: digest,
    deviation: deviation.nullable(),
  }),
  'record-bag': z.strictObject({
    bags: z.array(bagRecord).min(1),
    problems: z.array(bagProblem),
    deviation: deviation.nullable(),
  }),
  'read-back': readBackOutput.extend({
    /** What the digest is of. */
    of: z.string(),
    how: z.enum(['typed', 'spoken']),
    /** Null: somebody who is not in the room. */
    reader: slug.nullable(),
    readerName: z.string(),
    listener: slug,
  }),
  'hand-over': z.strictObject({
    role,
    from: slug,
    to: slug,
    /** Indices of the entries with which they left and came. */
    left: z.number().int(),
    came: z.number().int(),
  }),
} as const
