import { canonicalBytes } from '../../../../shared/ledger/canonical-json.ts'
import type { StepOutput } from '../../../../shared/procedure/outputs.ts'
import { authorityKeyOf, knownAuthorities, playedAuthorities } from '../../inventory/facility-authorities.ts'
import { FacilityInventories } from '../../inventory/facility-inventories.ts'
import { computeImpact } from '../../inventory/impact.ts'
import { impactFacts } from '../../inventory/step-facts.ts'
import { momentOf } from '../moment.ts'
import type { StepContext } from '../step-context.ts'
import { findAuthority } from './orders.ts'

/** What hangs on a key, or on everything that was issued in a time. Throws plan-invalid and what opening the inventory throws. */
export async function computeImpactStep(context: StepContext<'compute-impact'>): Promise<StepOutput<'compute-impact'>> {
  const { step, services, facility: state } = context
  const { artifacts, clock, layout } = services.facility
  const { inventory: digest } = context.output(step.inventory, 'import-inventory')
  const authority = step.authority === undefined ? null : findAuthority(state, context.value(step.authority))
  const moment = (field: string | undefined): number | null =>
    field === undefined ? null : momentOf(context.value(field))
  const inventory = await new FacilityInventories(layout.inventories, artifacts).open(digest, ({ rows }) => {
    services.progress(`Making the index again, ${rows.toLocaleString('en-US')} rows`)
  })
  try {
    services.progress('Counting')
    const { synthetic } = inventory.document
    const played = synthetic === null ? [] : playedAuthorities(state, artifacts, synthetic)
    const document = computeImpact(inventory, {
      key: authority && authorityKeyOf(authority, artifacts),
      known: [...knownAuthorities(state, artifacts), ...played],
      since: moment(step.since),
      until: moment(step.until),
      now: clock.now(),
    })
    return { impact: artifacts.put(canonicalBytes(document)).sha256, ...impactFacts(document) }
  } finally {
    inventory.close()
  }
}
