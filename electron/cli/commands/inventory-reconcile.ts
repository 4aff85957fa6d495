import { fail } from '../../../shared/failure.ts'
import { type Inventory, openInventory } from '../../core/inventory/open-inventory.ts'
import { reconcile } from '../../core/inventory/reconcile.ts'
import { type Call, type Command, type Outcome, UsageError } from '../command.ts'
import { describeReconciliation } from '../inventory/describe-reconciliation.ts'
import { clock } from '../places.ts'

export const inventoryReconcile: Command = {
  name: 'inventory reconcile',
  takes: '',
  summary: 'Compares what a fleet runs, what its issuers say they issued, and what somebody saw.',
  details: [
    'A serial number that the records of its issuer do not hold is a finding, with the file, its SHA-256 and the line where it stands. What an issuer without records signed cannot be compared, and is counted as such. Exit code 1 when something is serious.',
  ],
  examples: ['conclave inventory reconcile --fleet fleet.db --issuer cfssl.db --observed telemetry.db'],
  options: {
    fleet: { type: 'string', value: 'FILE', help: 'Index of what the fleet runs.' },
    issuer: { type: 'string', value: 'FILE', help: 'Index of what issuers say they issued ("import --of issuer").' },
    observed: { type: 'string', value: 'FILE', help: 'Index of what somebody saw ("import --of observed").' },
  },
  positionals: { min: 0, max: 0 },
  run,
}

async function run(call: Call): Promise<Outcome> {
  const [fleet, issuer, observed] = ['fleet', 'issuer', 'observed'].map((name) => call.option(name))
  if (fleet === undefined || (issuer === undefined && observed === undefined))
    throw new UsageError('"inventory reconcile" needs --fleet, and --issuer or --observed.', inventoryReconcile)
  const opened: Inventory[] = []
  const open = (path: string): Inventory => {
    const inventory = openInventory(path)
    opened.push(inventory)
    return inventory
  }
  try {
    const document = await reconcile({
      fleet: open(fleet),
      issuer: issuer === undefined ? null : open(issuer),
      observed: observed === undefined ? null : open(observed),
      log: null,
      known: [],
      now: clock.now(),
      progress: (done, total) => {
        call.progress('Comparing', total === 0 ? 1 : done / total)
      },
    })
    const serious = document.counts.reduce((sum, { severity, count }) => sum + (severity === 'serious' ? count : 0), 0)
    const failure =
      serious === 0
        ? undefined
        : fail('inventory-unexplained', `${serious.toLocaleString('en-US')} serious findings.`, {
            remedy: 'Look at each of them: a serial number that nobody can explain is treated as an attack.',
          }).failure
    return { json: document, text: describeReconciliation(document), failure }
  } finally {
    for (const inventory of opened) inventory.close()
  }
}
