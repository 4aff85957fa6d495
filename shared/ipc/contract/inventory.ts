import { digest, instant, runId, slug } from '../../ids.ts'
import { finding } from '../../inventory/finding.ts'
import { type ImpactDocument, impactDocument } from '../../inventory/impact.ts'
import { inventorySource } from '../../inventory/inventory.ts'
import { type ReconciliationDocument, reconciliationDocument } from '../../inventory/reconciliation.ts'
import { inventoryOf } from '../../inventory/row.ts'
import { z } from '../../zod.ts'
import { operation } from '../operation.ts'
import { digestView } from './views.ts'

const count = z.number().int().nonnegative()
const at = { run: runId, step: slug }

const inventoryView = z.object({
  ...at,
  title: z.string(),
  at: instant,
  of: inventoryOf,
  /** SYNTHETIC: made up for a drill. */
  synthetic: z.boolean(),
  inventory: digestView,
  certificates: count,
  repeated: count,
  rejected: count,
  findings: count,
  serious: count,
  sources: z.array(inventorySource),
  sourcesOmitted: count,
})
export type InventoryView = z.infer<typeof inventoryView>

/** A row that was set aside. `bytes` is base64, at most 4096 of them; null where nothing was kept. */
const rejectedRow = z.object({
  source: z.string(),
  sha256: digest,
  unit: z.enum(['line', 'byte', 'row', 'entry']),
  at: count,
  length: count,
  reason: z.string(),
  bytes: z.string().nullable(),
})
export type RejectedRow = z.infer<typeof rejectedRow>

/** By their names: a declaration that spelt them out would be too long for the compiler. */
const impact: z.ZodType<ImpactDocument> = impactDocument
const reconciliation: z.ZodType<ReconciliationDocument> = reconciliationDocument

export const inventoryContract = {
  /** Newest first. */
  'inventory.list': operation(z.strictObject({}), z.object({ inventories: z.array(inventoryView) })),
  'inventory.findings': operation(z.strictObject(at), z.object({ findings: z.array(finding), omitted: count })),
  'inventory.rejects': operation(
    z.strictObject({ ...at, from: count, limit: count.max(200) }),
    z.object({ total: count, rows: z.array(rejectedRow) }),
  ),
  'inventory.impact': operation(z.strictObject(at), z.object({ impact, digest: digestView })),
  'inventory.reconciliation': operation(z.strictObject(at), z.object({ reconciliation, digest: digestView })),
}
