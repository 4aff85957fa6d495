import { fail } from '../../../shared/failure.ts'
import { impactDocument } from '../../../shared/inventory/impact.ts'
import { inventoryDocument } from '../../../shared/inventory/inventory.ts'
import { reconciliationDocument } from '../../../shared/inventory/reconciliation.ts'
import type { inventoryContract, InventoryView, RejectedRow } from '../../../shared/ipc/contract/inventory.ts'
import type { Handlers } from '../../../shared/ipc/operation.ts'
import { parseCanonical } from '../../../shared/ledger/canonical-json.ts'
import type { StepKind, StepOutput } from '../../../shared/procedure/outputs.ts'
import { outputOf, type RunState } from '../../../shared/procedure/run-state.ts'
import type { Desk } from '../desk.ts'
import { readRejects } from '../inventory/read-rejects.ts'
import { viewDigest } from '../views/pieces.ts'

export function inventoryHandlers(desk: Desk): Handlers<typeof inventoryContract> {
  const output = <K extends StepKind>(run: string, step: string, kind: K): StepOutput<K> => {
    const state = desk.session.facility.state.runs.get(run)
    const found = state?.steps.find((one) => one.step.id === step)
    if (state !== undefined && found?.step.kind === kind && found.status === 'done') return outputOf(state, step, kind)
    throw fail('run-not-found', 'No step of this kind was done there.')
  }
  const artifact = (sha256: string): Uint8Array => desk.session.facility.artifacts.get(sha256)
  return {
    'inventory.list': () => {
      const runs = [...desk.session.facility.state.runs.values()]
      return { inventories: runs.flatMap(viewInventories).toReversed() }
    },
    'inventory.findings': ({ run, step }) => {
      const { inventory } = output(run, step, 'import-inventory')
      const { findings, findings_omitted } = inventoryDocument.parse(parseCanonical(artifact(inventory)))
      return { findings, omitted: findings_omitted }
    },
    'inventory.rejects': ({ run, step, from, limit }) => {
      const { rejects, rejected } = output(run, step, 'import-inventory')
      const { artifacts } = desk.session.facility
      const rows = rejects === null ? [] : readRejects(artifacts.chunks(rejects), from, limit)
      return { total: rejected, rows: rows as RejectedRow[] }
    },
    'inventory.impact': ({ run, step }) => {
      const { impact } = output(run, step, 'compute-impact')
      return { impact: impactDocument.parse(parseCanonical(artifact(impact))), digest: viewDigest(impact) }
    },
    'inventory.reconciliation': ({ run, step }) => {
      const { reconciliation } = output(run, step, 'reconcile-inventory')
      const document = reconciliationDocument.parse(parseCanonical(artifact(reconciliation)))
      return { reconciliation: document, digest: viewDigest(reconciliation) }
    },
  }
}

function viewInventories(run: RunState): InventoryView[] {
  return run.steps.flatMap(({ step, status, doneAt }) => {
    if (step.kind !== 'import-inventory' || status !== 'done') return []
    const { inventory, bytes: _, rejects: __, labels: ___, ...facts } = outputOf(run, step.id, 'import-inventory')
    return [
      { run: run.id, step: step.id, title: step.title, at: doneAt ?? '', inventory: viewDigest(inventory), ...facts },
    ]
  })
}
