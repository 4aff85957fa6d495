import { sha256Hex } from '../bytes.ts'
import { role, slug } from '../ids.ts'
import { receiver } from '../handoff/receiver.ts'
import { canonicalBytes } from '../ledger/canonical-json.ts'
import { tokenRef } from '../ipc/hsm-contract.ts'
import type { DocumentItem } from '../procedure/approval.ts'
import { z } from '../zod.ts'
import { credential, person } from './person.ts'
import { type ApprovalAction, policy } from './policy.ts'
import { spokenText } from '../spoken-text.ts'

/** What people can change about their facility: a document that is approved, and then takes effect in the log. */
export const facilityChange = z.discriminatedUnion('change', [
  z.strictObject({ change: z.literal('enrol-person'), person }),
  z.strictObject({ change: z.literal('remove-person'), person: slug, reason: spokenText(600) }),
  z.strictObject({ change: z.literal('set-roles'), person: slug, roles: z.array(role).min(1) }),
  /** A new credential; those that it replaces are revoked in the same moment. */
  z.strictObject({ change: z.literal('move-credential'), person: slug, add: credential, revoke: z.array(slug) }),
  z.strictObject({
    change: z.literal('register-token'),
    name: slug,
    token: tokenRef,
    model: z.string(),
    manufacturer: z.string(),
  }),
  z.strictObject({ change: z.literal('adopt-policy'), policy }),
  /** Who applies hand-offs of a domain. Only receipts that this certificate's key signed count. */
  z.strictObject({ change: z.literal('register-receiver'), ...receiver.shape }),
  z.strictObject({ change: z.literal('remove-receiver'), receiver: slug, reason: spokenText(600) }),
])
export type FacilityChange = z.infer<typeof facilityChange>

const OF_POLICY: ReadonlySet<FacilityChange['change']> = new Set([
  'adopt-policy',
  'register-token',
  'register-receiver',
  'remove-receiver',
])

/** Whose approval a change needs, whatever a ceremony calls it. */
export function actionOfChange({ change }: FacilityChange): ApprovalAction {
  return OF_POLICY.has(change) ? 'change-policy' : 'change-people'
}

/** The document as people approve it: SHA-256 and size of its canonical JSON. */
export function itemOfChange(change: FacilityChange): DocumentItem {
  const bytes = canonicalBytes(change)
  return { kind: 'document', tbs: sha256Hex(bytes), size: bytes.length, key: null }
}
