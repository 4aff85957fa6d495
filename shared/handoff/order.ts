import { sha256Hex } from '../bytes.ts'
import { digest, instant, slug } from '../ids.ts'
import { canonicalBytes } from '../ledger/canonical-json.ts'
import type { ApprovalAction } from '../people/policy.ts'
import type { DocumentItem } from '../procedure/approval.ts'
import { spokenText } from '../spoken-text.ts'
import { z } from '../zod.ts'

/** An authority is known by its key, however many certificates that key has. */
const authority = {
  /** As hand-offs call it. */
  authority: slug,
  /** SHA-256 of its SubjectPublicKeyInfo. */
  spki: digest,
  /** SHA-256 of every certificate that this facility issued for that key. */
  certificates: z.array(digest).min(1).max(16),
  reason: spokenText(500),
}

/**
 * What the fleet is told about an authority, written down for approval: canonical JSON.
 *
 * `freeze`: it issues nothing more; what it issued stays valid. `taint`: the same, and whatever it issued is replaced now. `release`: it
 * may issue again. `distrust`: nothing that rests on this key is believed any more, whatever a revocation list says; for ever.
 */
export const trustOrder = z.discriminatedUnion('order', [
  z.strictObject({ order: z.literal('freeze'), ...authority }),
  z.strictObject({ order: z.literal('taint'), ...authority }),
  z.strictObject({ order: z.literal('release'), ...authority }),
  z.strictObject({
    order: z.literal('distrust'),
    ...authority,
    /** What was signed with the key from then on may be the work of somebody else. */
    from: instant,
    /** The authority that is used instead; null where there is none. */
    replacement: z.strictObject({ authority: slug, spki: digest }).nullable(),
  }),
])
export type TrustOrder = z.infer<typeof trustOrder>

/** Whose approval it needs, whatever a procedure calls it. Stopping an authority wants no more people than the hand-off that says so. */
export function actionOfOrder({ order }: TrustOrder): ApprovalAction {
  return order === 'freeze' || order === 'taint' ? 'sign-handoff' : 'distrust'
}

/** The document as people approve it: SHA-256 and size of its canonical JSON. */
export function itemOfOrder(order: TrustOrder): DocumentItem {
  const bytes = canonicalBytes(order)
  return { kind: 'document', tbs: sha256Hex(bytes), size: bytes.length, key: null }
}

/** How the authorities of a fleet stand after these orders, oldest first. Keys are SHA-256 of their SubjectPublicKeyInfo. */
export interface OrdersInForce {
  readonly frozen: ReadonlySet<string>
  readonly tainted: ReadonlySet<string>
  /** The order that distrusts each. */
  readonly distrusted: ReadonlyMap<string, Extract<TrustOrder, { order: 'distrust' }>>
}

/** The last freeze, taint or release of a key counts; distrust stays. */
export function ordersInForce(orders: readonly TrustOrder[]): OrdersInForce {
  const frozen = new Set<string>()
  const tainted = new Set<string>()
  const distrusted = new Map<string, Extract<TrustOrder, { order: 'distrust' }>>()
  for (const order of orders) {
    if (order.order === 'distrust') {
      if (!distrusted.has(order.spki)) distrusted.set(order.spki, order)
      continue
    }
    frozen.delete(order.spki)
    tainted.delete(order.spki)
    if (order.order === 'freeze') frozen.add(order.spki)
    if (order.order === 'taint') tainted.add(order.spki)
  }
  return { frozen, tainted, distrusted }
}
