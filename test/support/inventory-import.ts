import { join } from 'node:path'
import { importInventory, type ImportedInventory, type ImportOptions } from '../../electron/core/inventory/import.ts'
import { listSources } from '../../electron/core/inventory/sources.ts'
import { type Inventory, openInventory } from '../../electron/core/inventory/open-inventory.ts'

/** Imports into `folder`/inventory.db. */
export async function importInto(
  folder: string,
  paths: readonly string[],
  options: Partial<ImportOptions> = {},
): Promise<ImportedInventory> {
  const out = join(folder, 'inventory.db')
  return importInventory({ sources: listSources(paths), of: 'fleet', labels: null, out, resume: false, ...options })
}

/** The facts of every row, as people would write them. */
export function rowsOf(path: string): { serial: string; names: string; labels: string; source: number; at: number }[] {
  const inventory = openInventory(path)
  try {
    return Array.from({ length: inventory.document.rows }, (_, row) => rowOf(inventory, row))
  } finally {
    inventory.close()
  }
}

function rowOf(inventory: Inventory, row: number) {
  const { blocks, groups } = inventory
  const { serial, source, position } = blocks.identity(row, groups)
  const group = blocks.facts(Math.floor(row / 8192)).group[row % 8192] ?? 0
  return { serial, names: blocks.names(row), labels: (groups[group] ?? []).join('|'), source, at: position }
}
