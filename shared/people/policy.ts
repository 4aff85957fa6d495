import { canonicalJson } from '../ledger/canonical-json.ts'
import { sha256Hex, utf8ToBytes } from '../bytes.ts'
import { role, roleCount, slug } from '../ids.ts'
import { z } from '../zod.ts'

/** What needs approval. One quorum each; `sign-root` is for self-signed CA certificates, whatever a ceremony says. */
export const APPROVAL_ACTIONS = [
  'sign-root',
  'sign-certificate',
  'sign-crl',
  'sign-handoff',
  'change-people',
  'change-policy',
  'change-custody',
  'back-up-key',
  'restore-key',
  'destroy-key',
  'distrust',
  'reconcile',
] as const
export const approvalAction = z.enum(APPROVAL_ACTIONS)
export type ApprovalAction = z.infer<typeof approvalAction>

const seats = z.strictObject({
  role: role.exclude(['administrator'], 'an administrator runs the ceremony and approves nothing'),
  count: z.number().int().min(1).max(20),
})
/** So many distinct people in each of these roles, all of them. */
export const quorum = z
  .array(seats)
  .min(1)
  .refine((rows) => new Set(rows.map((row) => row.role)).size === rows.length, {
    error: 'a role is named twice; say its whole count in one row',
    params: { problem: 'repeated' },
  })
export type Quorum = z.infer<typeof quorum>

const quorums = Object.fromEntries(APPROVAL_ACTIONS.map((action) => [action, quorum])) as Record<
  ApprovalAction,
  typeof quorum
>

/** The policy document: who must approve what, and what a CA key must look like. Versioned, in the log. */
export const policy = z.strictObject({
  policy: slug,
  version: z.number().int().min(1),
  title: z.string().min(1).max(120),
  quorums: z.strictObject(quorums),
  /** Pairs of roles that one person may not both have. */
  exclusiveRoles: z.array(z.tuple([role, role])).max(10),
  /** How many approvals of a quorum may come from people who are not in the room. */
  approvalsElsewhere: z.number().int().min(0).max(20),
  /** A production run starts only after this very plan was rehearsed, under this very policy, so many days ago at most. */
  rehearsal: z.strictObject({ required: z.boolean(), withinDays: z.number().int().min(1).max(366) }),
  /** Read back after generation and compared; a key that fails one is refused as a CA key. */
  keyRequirements: z.strictObject({
    local: z.boolean(),
    sensitive: z.boolean(),
    alwaysSensitive: z.boolean(),
    neverExtractable: z.boolean(),
  }),
  /** Whether a plan may say that a key can be backed up: wrapped for one other token, never in the clear. */
  keyBackup: z.enum(['never', 'wrapped']),
  /** Largest offset between the host clock and a reference clock, in seconds. */
  clockToleranceSeconds: z.number().int().min(1).max(3600),
  /** Days without an entry in the log after which somebody has to look why, and whether the clock is right. */
  silentDays: z.number().int().min(1).max(3660),
  /** Minutes without a touch after which the console locks. */
  idleLockMinutes: z.number().int().min(1).max(120),
})
export type Policy = z.infer<typeof policy>

export function policyDigest(document: Policy): string {
  return sha256Hex(utf8ToBytes(canonicalJson(document)))
}

/** "2 officers and 1 witness" */
export function quorumWords(rows: Quorum): string {
  const parts = rows.map(({ role: name, count }) => roleCount(name, count))
  const last = parts.at(-1) ?? ''
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`
}
