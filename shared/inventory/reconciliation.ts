import { digest, instant } from '../ids.ts'
import { z } from '../zod.ts'
import { finding, findingKind, severity } from './finding.ts'

/** What different people say of one fleet, compared: one canonical document. */

export const RECONCILIATION_FORMAT = 'conclave-reconciliation/v1'

const whole = z.number().int().nonnegative()

export const reconciliationDocument = z.strictObject({
  format: z.literal(RECONCILIATION_FORMAT),
  /** SYNTHETIC: at least one side was made up for a drill. */
  synthetic: z.boolean(),
  as_of: instant,
  /** What the fleet runs, what issuers say they issued, what somebody saw. */
  sides: z.array(
    z.strictObject({
      role: z.enum(['fleet', 'issuer', 'observed']),
      inventory: digest,
      /** Certificates that were compared. */
      certificates: whole,
      /** Of issuers whose records are here; the others could not be compared. */
      comparable: whole,
    }),
  ),
  /** The log of this facility: what its keys signed. Null where none was compared. */
  log: z.strictObject({ entries: whole, certificates: whole, crls: whole, revoked: whole }).nullable(),
  counts: z.array(z.strictObject({ kind: findingKind, severity, count: whole })),
  /** Serious ones first, at most 100 of a kind. */
  findings: z.array(finding),
})
export type ReconciliationDocument = z.infer<typeof reconciliationDocument>
