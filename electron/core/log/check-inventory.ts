import { fail } from '../../../shared/failure.ts'
import { impactDocument } from '../../../shared/inventory/impact.ts'
import { inventoryDocument } from '../../../shared/inventory/inventory.ts'
import { reconciliationDocument } from '../../../shared/inventory/reconciliation.ts'
import { parseCanonical } from '../../../shared/ledger/canonical-json.ts'
import type { EntryOf } from '../../../shared/ledger/entries.ts'
import { type StepOutput, stepOutputs } from '../../../shared/procedure/outputs.ts'
import { resolveValue } from '../../../shared/procedure/plan.ts'
import { outputOf, type RunState, type StepState } from '../../../shared/procedure/run-state.ts'
import type { ArtifactReader } from '../facility/artifacts.ts'
import { impactFacts, inventoryFacts, reconciliationFacts } from '../inventory/step-facts.ts'
import { referredStep } from '../procedure/referred-step.ts'
import { momentOf } from '../procedure/moment.ts'
import { assertSame } from './check-readings.ts'

interface Place {
  readonly run: RunState
  readonly step: StepState
  readonly artifacts: ArtifactReader
}

/**
 * What a step of an inventory says, against the document that it names. The rows are not read again: that the sources make this inventory
 * is seen when its index is made anew. Throws log-inconsistent.
 */
export function checkInventory(entry: EntryOf<'step-done'>, place: Place): void {
  switch (entry.data.kind) {
    case 'import-inventory':
      checkImport(stepOutputs['import-inventory'].parse(entry.data.output), place)
      return
    case 'compute-impact':
      checkImpact(stepOutputs['compute-impact'].parse(entry.data.output), entry, place)
      return
    case 'reconcile-inventory':
      checkReconciliation(stepOutputs['reconcile-inventory'].parse(entry.data.output), place)
      return
    default:
  }
}

function checkImport(output: StepOutput<'import-inventory'>, { run, step, artifacts }: Place): void {
  if (step.step.kind !== 'import-inventory') throw fail('log-inconsistent', 'Its step takes no inventory.')
  const document = inventoryDocument.parse(parseCanonical(artifacts.get(output.inventory)))
  assertSame({ inventory: output.inventory, ...inventoryFacts(document) }, output, 'the inventory says something else')
  assertSame(document.of, step.step.of, 'the inventory is about something else than the plan')
  assertSame(output.synthetic, run.drill, 'whether it is made up is not what the run is')
}

function checkImpact(output: StepOutput<'compute-impact'>, entry: EntryOf<'step-done'>, place: Place): void {
  const { run, step, artifacts } = place
  if (step.step.kind !== 'compute-impact') throw fail('log-inconsistent', 'Its step computes no impact.')
  const { inventory, authority, since, until } = step.step
  const document = impactDocument.parse(parseCanonical(artifacts.get(output.impact)))
  assertSame({ impact: output.impact, ...impactFacts(document) }, output, 'the impact says something else')
  assertSame(document.inventory, inventoryAt(run, inventory), 'the impact is of another inventory than the plan')
  const moment = (field: string | undefined): string | null =>
    field === undefined ? null : new Date(momentOf(resolveValue(run.plan, field))).toISOString()
  assertSame(
    [document.subject.since, document.subject.until],
    [moment(since), moment(until)],
    'the impact is of another time than the plan',
  )
  assertSame(
    document.subject.spki_sha256 !== null,
    authority !== undefined,
    'the impact is of another key than the plan',
  )
  assertSame(document.as_of <= entry.time, true, 'the impact was computed later than it was written')
}

function checkReconciliation(output: StepOutput<'reconcile-inventory'>, { run, step, artifacts }: Place): void {
  if (step.step.kind !== 'reconcile-inventory') throw fail('log-inconsistent', 'Its step compares no inventories.')
  const { inventory, issuer, observed } = step.step
  const document = reconciliationDocument.parse(parseCanonical(artifacts.get(output.reconciliation)))
  const facts = { reconciliation: output.reconciliation, ...reconciliationFacts(document) }
  assertSame(facts, output, 'the reconciliation says something else')
  const named = [inventory, issuer, observed].flatMap((reference) =>
    reference === undefined ? [] : [inventoryAt(run, reference)],
  )
  assertSame(output.inventories, named, 'other inventories were compared than the plan has')
  assertSame(document.log === null, run.drill, 'the log was compared in a drill, or left out elsewhere')
}

function inventoryAt(run: RunState, reference: string): string {
  return outputOf(run, referredStep(run, reference).step.id, 'import-inventory').inventory
}
