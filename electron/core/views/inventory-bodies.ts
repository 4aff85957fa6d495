import { inventoryDocument } from '../../../shared/inventory/inventory.ts'
import { reconciliationDocument } from '../../../shared/inventory/reconciliation.ts'
import { parseCanonical } from '../../../shared/ledger/canonical-json.ts'
import { resolveValue } from '../../../shared/procedure/plan.ts'
import { outputOf, type StepState } from '../../../shared/procedure/run-state.ts'
import { referredStep } from '../procedure/referred-step.ts'
import { viewImpact } from './impact-view.ts'
import { viewDigest } from './pieces.ts'
import type { Builder } from './scene.ts'

type InventoryKind = 'import-inventory' | 'compute-impact' | 'reconcile-inventory'

const MOST_FINDINGS = 30

/** The steps that take an inventory in and ask it. */
export const inventoryStepBodies: { readonly [K in InventoryKind]: Builder<K> } = {
  'import-inventory': ({ session, run, state }, step) => {
    const output = isDone(state) ? outputOf(run, step.id, 'import-inventory') : null
    const document = output && inventoryDocument.parse(parseCanonical(session.facility.artifacts.get(output.inventory)))
    return {
      kind: 'import-inventory',
      of: step.of,
      played: run.drill,
      result: output && {
        inventory: viewDigest(output.inventory),
        synthetic: output.synthetic,
        sources: output.sources.map(({ name, kind, size, rows, rejected }) => ({ name, kind, size, rows, rejected })),
        sourcesOmitted: output.sourcesOmitted,
        certificates: output.certificates,
        repeated: output.repeated,
        rejected: output.rejected,
        rejects: output.rejects === null ? null : viewDigest(output.rejects),
        findings: (document?.findings ?? []).slice(0, MOST_FINDINGS),
        findingsTotal: output.findings,
      },
    }
  },
  'compute-impact': ({ session, run, state }, step) => {
    const output = isDone(state) ? outputOf(run, step.id, 'compute-impact') : null
    const value = (field: string | undefined): string | null =>
      field === undefined ? null : resolveValue(run.plan, field)
    return {
      kind: 'compute-impact',
      authority: value(step.authority),
      since: value(step.since),
      until: value(step.until),
      result: output && viewImpact(session.facility.artifacts, output),
    }
  },
  'reconcile-inventory': ({ session, run, state }, step) => {
    const output = isDone(state) ? outputOf(run, step.id, 'reconcile-inventory') : null
    const document =
      output && reconciliationDocument.parse(parseCanonical(session.facility.artifacts.get(output.reconciliation)))
    const sides = [
      { role: 'fleet' as const, reference: step.inventory },
      { role: 'issuer' as const, reference: step.issuer },
      { role: 'observed' as const, reference: step.observed },
    ]
    return {
      kind: 'reconcile-inventory',
      sides: sides.flatMap(({ role, reference }) =>
        reference === undefined ? [] : [{ role, title: referredStep(run, reference).step.title }],
      ),
      log: !run.drill,
      result: output && {
        reconciliation: viewDigest(output.reconciliation),
        synthetic: output.synthetic,
        sides: (document?.sides ?? []).map(({ role, certificates, comparable }) => ({
          role,
          certificates,
          comparable,
        })),
        counts: output.counts,
        findings: (document?.findings ?? []).slice(0, MOST_FINDINGS),
      },
    }
  },
}

function isDone({ status }: StepState): boolean {
  return status === 'done'
}
