import type { FacilityState } from '../../../shared/facility/state.ts'
import { ordersInForce, type TrustOrder } from '../../../shared/handoff/order.ts'
import type { ApprovalItem } from '../../../shared/ipc/contract/approval-item.ts'
import type { ComparisonRow } from '../../../shared/ipc/contract/views.ts'
import type { ProposedOrder } from '../../../shared/procedure/outputs.ts'
import { resolveValue } from '../../../shared/procedure/plan.ts'
import { orderDeed } from '../log/order-sentence.ts'
import { signedOrders } from '../procedure/steps/orders.ts'
import { viewDigest } from './pieces.ts'
import type { Builder, Scene } from './scene.ts'

/** The steps that write down what the fleet is to be told. */
export const orderBodies: { readonly [K in 'freeze' | 'distrust']: Builder<K> } = {
  freeze: (scene, step) => ({
    kind: 'freeze',
    authority: resolveValue(scene.run.plan, step.authority),
    order: resolveValue(scene.run.plan, step.order ?? 'freeze'),
    reason: resolveValue(scene.run.plan, step.reason),
    result: orderOf(scene),
  }),
  distrust: (scene, step) => ({
    kind: 'distrust',
    authority: resolveValue(scene.run.plan, step.authority),
    reason: resolveValue(scene.run.plan, step.reason),
    from: step.from === undefined ? null : resolveValue(scene.run.plan, step.from),
    replacement: step.replacement === undefined ? null : resolveValue(scene.run.plan, step.replacement),
    result: orderOf(scene),
  }),
}

function orderOf({ session, state }: Scene): ApprovalItem | null {
  const { output } = state
  return output !== null && 'order' in output ? viewOrder(session.facility.state, output) : null
}

/** An order for approval: how the authority stands in the fleet now, beside how it would. */
export function viewOrder(state: FacilityState, { item, order }: ProposedOrder): ApprovalItem {
  const signed = signedOrders(state)
  const deed = orderDeed(order)
  return {
    title: deed.charAt(0).toUpperCase() + deed.slice(1),
    kind: 'document',
    size: item.size,
    rows: [
      row('Authority', order.authority, order.authority),
      row('Public key', order.spki, order.spki, true),
      ...order.certificates.map((certificate) => row('Certificate', certificate, certificate, true)),
      row('In the fleet', standingWords(signed, order.spki), standingWords([...signed, order], order.spki)),
      ...(order.order === 'distrust'
        ? [
            row('Not to be believed since', 'nothing yet', `${order.from.slice(0, 16).replace('T', ' ')}Z`),
            row('Used instead', 'nothing yet', order.replacement?.authority ?? 'nothing'),
          ]
        : []),
      row('Reason', 'nothing yet', order.reason),
    ],
    lint: null,
    key: null,
    signingKey: null,
    tbs: viewDigest(item.tbs),
  }
}

function standingWords(orders: readonly TrustOrder[], spki: string): string {
  const { frozen, tainted, distrusted } = ordersInForce(orders)
  if (distrusted.has(spki)) return 'distrusted'
  if (tainted.has(spki)) return 'stopped, what it issued is replaced'
  return frozen.has(spki) ? 'stopped' : 'issues'
}

function row(field: string, planned: string, actual: string, mono = false): ComparisonRow {
  return { field, planned, actual, verdict: planned === actual ? 'same' : 'changes', mono }
}
