import { slug } from '../ids.ts'
import { z } from '../zod.ts'

export const DRIFT_RULES = [
  'handoff-behind',
  'handoff-ahead',
  'files-changed',
  'anchor-missing',
  'anchor-unknown',
  'distrusted-served',
  'issuer-unknown',
  'issuer-stopped',
  'crl-stale',
  'crl-behind',
  'crl-ahead',
  'crl-unknown',
  'revoked-served',
  'renewal-early',
  'leaf-expired',
  'endpoint-silent',
  'report-late',
] as const
export const driftRule = z.enum(DRIFT_RULES)
export type DriftRule = z.infer<typeof driftRule>

/** What a region really serves, where it is not what was signed. */
export const driftFinding = z.strictObject({
  rule: driftRule,
  severity: z.enum(['alarm', 'warning']),
  region: slug,
  /** The target or the address in that region; null for the region itself. */
  place: z.string().max(300).nullable(),
  /** One sentence with the numbers. */
  finding: z.string().max(600),
  expected: z.string().max(300),
  found: z.string().max(300),
  /** The playbook to open; null where a hand-off or a look is enough. */
  playbook: slug.nullable(),
})
export type DriftFinding = z.infer<typeof driftFinding>
