import { existsSync } from 'node:fs'
import { openInventory } from '../../core/inventory/open-inventory.ts'
import { rejectsPath } from '../../core/inventory/rejects.ts'
import type { Command } from '../command.ts'
import { describeInventory } from '../inventory/describe-inventory.ts'

export const inventoryShow: Command = {
  name: 'inventory show',
  takes: 'FILE',
  summary: 'What an index file holds: sources, issuers, what was set aside, findings.',
  details: ['Every block of the index is compared with its digest.'],
  examples: ['conclave inventory show fleet.db'],
  options: {},
  positionals: { min: 1, max: 1 },
  run(call) {
    const path = call.positionals[0] ?? ''
    const inventory = openInventory(path)
    try {
      inventory.verify()
      const { digest, document } = inventory
      const rejects = existsSync(rejectsPath(path)) ? rejectsPath(path) : null
      return { json: { digest, document }, text: describeInventory(digest, document, rejects) }
    } finally {
      inventory.close()
    }
  },
}
