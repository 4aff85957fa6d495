import { canonicalBytes } from '../../../../shared/ledger/canonical-json.ts'
import type { StepOutput } from '../../../../shared/procedure/outputs.ts'
import { knownAuthorities } from '../../inventory/facility-authorities.ts'
import { FacilityInventories } from '../../inventory/facility-inventories.ts'
import { facilityRecords } from '../../inventory/facility-records.ts'
import type { Inventory } from '../../inventory/open-inventory.ts'
import { reconcile } from '../../inventory/reconcile.ts'
import { reconciliationFacts } from '../../inventory/step-facts.ts'
import type { StepContext } from '../step-context.ts'

/** Compares what the fleet runs with what issuers, observers and the log of this facility say. */
export async function reconcileInventoryStep(
  context: StepContext<'reconcile-inventory'>,
): Promise<StepOutput<'reconcile-inventory'>> {
  const { step, services, facility: state, run } = context
  const { artifacts, clock, layout } = services.facility
  const inventories = new FacilityInventories(layout.inventories, artifacts)
  const opened: Inventory[] = []
  const open = async (reference: string | undefined): Promise<Inventory | null> => {
    if (reference === undefined) return null
    const inventory = await inventories.open(context.output(reference, 'import-inventory').inventory)
    opened.push(inventory)
    return inventory
  }
  try {
    const fleet = await open(step.inventory)
    if (fleet === null) throw new Error('a reference was there')
    const document = await reconcile({
      fleet,
      issuer: await open(step.issuer),
      observed: await open(step.observed),
      // A made-up fleet was never signed here: the log has nothing to say about it.
      log: run.drill ? null : facilityRecords(state, artifacts),
      known: knownAuthorities(state, artifacts).map(({ key }) => key),
      now: clock.now(),
      progress: (done, total) => {
        services.progress(`Comparing, ${done.toLocaleString('en-US')} of ${total.toLocaleString('en-US')} certificates`)
      },
    })
    return { reconciliation: artifacts.put(canonicalBytes(document)).sha256, ...reconciliationFacts(document) }
  } finally {
    for (const inventory of opened) inventory.close()
  }
}
