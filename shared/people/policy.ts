import { canonicalJson } from '../ledger/canonical-json.ts'
import { sha256Hex, utf8ToBytes } from '../bytes.ts'
import { role, slug } from '../ids.ts'
import { z } from '../zod.ts'

/** What needs approval. One quorum each. */
export const approvalAction = z.enum(['sign-certificate', 'sign-crl', 'sign-handoff', 'reconcile'])
export type ApprovalAction = z.infer<typeof approvalAction>

const quorum = z.strictObject({ role, count: z.number().int().min(1).max(20) })
export type Quorum = z.infer<typeof quorum>

/** The policy document: who must approve what, and what a CA key must look like. Versioned, in the log. */
export const policy = z.strictObject({
  policy: slug,
  version: z.number().int().min(1),
  title: z.string().min(1).max(120),
  quorums: z.strictObject({
    'sign-certificate': quorum,
    'sign-crl': quorum,
    'sign-handoff': quorum,
    reconcile: quorum,
  }),
  /** Read back after generation and compared; a key that fails one is refused as a CA key. */
  keyRequirements: z.strictObject({
    local: z.boolean(),
    sensitive: z.boolean(),
    alwaysSensitive: z.boolean(),
    neverExtractable: z.boolean(),
  }),
  /** Largest offset between the host clock and the reference clock, in seconds. */
  clockToleranceSeconds: z.number().int().min(1).max(3600),
})
export type Policy = z.infer<typeof policy>

export function policyDigest(document: Policy): string {
  return sha256Hex(utf8ToBytes(canonicalJson(document)))
}
