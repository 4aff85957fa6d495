import { itemOfOrder, type TrustOrder } from '../../../../shared/handoff/order.ts'
import type { StepOutput } from '../../../../shared/procedure/outputs.ts'
import { D, item, TIME } from './said-entry.ts'

const ORDER: TrustOrder = {
  order: 'distrust',
  authority: 'issuing-eu-1',
  spki: D,
  certificates: [D],
  reason: 'Stolen.',
  from: '2026-11-20T00:00:00.000Z',
  replacement: { authority: 'issuing-eu-2', spki: D },
}

function proposedOrder(order: TrustOrder): StepOutput<'distrust'> {
  return { item: itemOfOrder(order), order }
}

/** Outputs of the steps that tell the fleet something, and what is said of each. */
export const ORDERS_DONE = {
  freeze: [
    proposedOrder({
      order: 'taint',
      authority: 'issuing-eu-1',
      spki: D,
      certificates: [D],
      reason: 'Under suspicion.',
    }),
    'x',
    'Conclave | wrote down for approval: issue nothing more with issuing-eu-1 and replace all that it issued: Under suspicion | order',
  ],
  distrust: [
    proposedOrder(ORDER),
    'x',
    'Conclave | wrote down for approval: distrust issuing-eu-1 since 2026-11-20 00:00Z, issuing-eu-2 instead: Stolen | order',
  ],
  'build-handoff': [
    {
      domain: 'fleet',
      epoch: 1,
      sequence: 3,
      manifest: D,
      folderName: 'handoff-fleet-1-3',
      fileCount: 15,
      threshold: 2,
      signers: [{ name: 'hand-a', item, certificate: D, signatureAlgorithm: 'ecdsa-sha384' }],
      expiresAt: TIME,
      orders: [ORDER],
    },
    'x',
    'Conclave | built hand-off 3 for fleet, 15 files, with the order to distrust issuing-eu-1 | preview',
  ],
} as const
