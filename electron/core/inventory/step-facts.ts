import type { ImpactDocument } from '../../../shared/inventory/impact.ts'
import type { InventoryDocument } from '../../../shared/inventory/inventory.ts'
import type { ReconciliationDocument } from '../../../shared/inventory/reconciliation.ts'
import type { StepOutput } from '../../../shared/procedure/outputs.ts'
import { asManyAsFit } from '../procedure/steps/entry-room.ts'

/** What the log says of an inventory, out of its document. */
export function inventoryFacts(document: InventoryDocument): Omit<StepOutput<'import-inventory'>, 'inventory'> {
  const { findings: sources, omitted } = asManyAsFit(document.sources)
  return {
    of: document.of,
    synthetic: document.synthetic !== null,
    sources,
    sourcesOmitted: omitted,
    bytes: document.synthetic === null ? document.sources.reduce((sum, { size }) => sum + size, 0) : 0,
    certificates: document.rows - document.repeated.rows,
    repeated: document.repeated.rows,
    rejected: document.rejected,
    rejects: document.rejects,
    labels: document.labels,
    findings: document.findings.length + document.findings_omitted,
    serious: document.findings.filter(({ severity }) => severity === 'serious').length,
  }
}

/** What the log says of an impact, out of its document. */
export function impactFacts(document: ImpactDocument): Omit<StepOutput<'compute-impact'>, 'impact'> {
  const { totals, reissue, subject } = document
  return {
    inventory: document.inventory,
    synthetic: document.synthetic,
    subject: subject.words,
    asOf: document.as_of,
    certificates: totals.certificates,
    live: totals.live,
    services: totals.services,
    regions: totals.regions,
    owners: totals.owners,
    minutesAtBest: reissue.minutes_at_best,
    minutesAtMean: reissue.minutes_at_mean,
  }
}

/** What the log says of a reconciliation, out of its document. */
export function reconciliationFacts(
  document: ReconciliationDocument,
): Omit<StepOutput<'reconcile-inventory'>, 'reconciliation'> {
  return {
    inventories: document.sides.map(({ inventory }) => inventory),
    synthetic: document.synthetic,
    counts: document.counts,
    serious: document.counts.reduce((sum, { severity, count }) => sum + (severity === 'serious' ? count : 0), 0),
  }
}
