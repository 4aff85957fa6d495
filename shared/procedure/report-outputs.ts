import { digest, instant, slug } from '../ids.ts'
import { driftFinding } from '../handoff/drift-finding.ts'
import { domainName } from '../handoff/names.ts'
import { receiptResult, reportText, stageResult } from '../handoff/receipt.ts'
import { z } from '../zod.ts'
import { deviation } from './deviation.ts'

const position = z.number().int().min(1)

/** What every report of a receiver says of itself, and where its bytes are. */
const report = {
  domain: domainName,
  receiver: slug,
  counter: position,
  issuedAt: instant,
  /** Artifact: the report, exact bytes. */
  report: digest,
  /** Artifact: its detached CMS; null in a drill, whose reports the console makes by itself. */
  signature: digest.nullable(),
  /** How many reports of this receiver are missing before this one. */
  missing: z.number().int().nonnegative(),
}

/** What the steps write that take in what comes back from the fleet. */
export const reportOutputs = {
  'await-receipt': z.strictObject({
    ...report,
    /** SHA-256 of the manifest of the hand-off. */
    manifest: digest,
    epoch: position,
    sequence: position,
    result: receiptResult,
    reason: reportText.nullable(),
    stages: z
      .array(
        z.strictObject({
          region: slug,
          result: stageResult,
          at: instant.nullable(),
          checks: z.number().int().nonnegative(),
          /** The first check that failed; null where none did. */
          failed: z.strictObject({ target: slug, detail: reportText }).nullable(),
        }),
      )
      .max(200),
    deviation: deviation.nullable(),
  }),
  'import-status': z.strictObject({
    ...report,
    regions: z
      .array(
        z.strictObject({
          region: slug,
          /** The hand-off that it runs; null before the first. */
          epoch: position.nullable(),
          sequence: position.nullable(),
        }),
      )
      .max(200),
    /** Worst first; as many as an entry holds. */
    findings: z.array(driftFinding),
    omitted: z.number().int().nonnegative(),
  }),
} as const
