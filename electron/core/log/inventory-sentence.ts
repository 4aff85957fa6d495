import type { InventoryOf } from '../../../shared/inventory/row.ts'
import type { StepOutput } from '../../../shared/procedure/outputs.ts'
import { visible } from '../../../shared/spoken-text.ts'
import type { Sentence } from './sentence.ts'
import { ends } from './wording.ts'

type InventoryKind = 'import-inventory' | 'compute-impact' | 'reconcile-inventory'
type Sayings = { readonly [K in InventoryKind]: (output: StepOutput<K>) => Sentence }

const OF: Readonly<Record<InventoryOf, string>> = {
  fleet: 'run in the fleet',
  issuer: 'are in the records of the issuers',
  observed: 'were seen',
}

/** A finished step of an inventory as one sentence. */
export const INVENTORY_SAYINGS: Sayings = {
  'import-inventory': ({ of, synthetic, certificates, rejected, serious, inventory }) => ({
    strong: `${madeUp(synthetic)}${many(certificates, 'certificate')}`,
    text: `${OF[of]}, by inventory ${ends(inventory)}${rejected === 0 ? '' : `; ${many(rejected, 'row')} set aside`}${serious === 0 ? '' : `; ${many(serious, 'serious finding')}`}`,
    label: 'inventory',
  }),
  'compute-impact': ({ synthetic, subject, live, services, regions, impact }) => ({
    strong: `${madeUp(synthetic)}${many(live, 'certificate')}`,
    text: `${live === 1 ? 'hangs' : 'hang'} on ${visible(subject)}, in ${many(services, 'service')} and ${many(regions, 'region')}, ${ends(impact)}`,
    label: 'impact',
  }),
  'reconcile-inventory': ({ synthetic, serious, counts, reconciliation }) => ({
    strong: `${madeUp(synthetic)}${serious === 0 ? 'Nothing serious' : many(serious, 'serious finding')}`,
    text: `${serious === 0 ? 'was found' : `of ${counts.map(({ kind, count }) => `${kind} ${count.toLocaleString('en-US')}`).join(', ')}`} when the inventories were compared, ${ends(reconciliation)}`,
    label: 'findings',
  }),
}

function madeUp(synthetic: boolean): string {
  return synthetic ? 'SYNTHETIC: ' : ''
}

/** "1,000,000 certificates": counts are long here. */
function many(count: number, word: string): string {
  return `${count.toLocaleString('en-US')} ${word}${count === 1 ? '' : 's'}`
}
