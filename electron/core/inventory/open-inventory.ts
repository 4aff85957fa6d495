import { hash } from 'node:crypto'
import { fail } from '../../../shared/failure.ts'
import { utf8ToBytes } from '../../../shared/bytes.ts'
import { type InventoryDocument, inventoryDocument } from '../../../shared/inventory/inventory.ts'
import { canonicalBytes, parseCanonical } from '../../../shared/ledger/canonical-json.ts'
import type { Sqlite } from '../ledger/sqlite.ts'
import { BlockStore } from './block-store.ts'
import { FAMILIES } from './blocks.ts'
import type { AuthorityFacts } from './certificate-rows.ts'
import type { LabelGroup } from './dictionaries.ts'
import { openIndex, withIndex } from './index-file.ts'
import { SerialIndex } from './serial-index.ts'

export const REPEATS = 1
export const REVOKED = 2

/** An inventory to ask questions of. What it answers from was compared with its digest. */
export interface Inventory {
  readonly path: string
  readonly digest: string
  readonly document: InventoryDocument
  readonly blocks: BlockStore
  readonly groups: readonly LabelGroup[]
  /** CA certificates among the rows, by row. */
  readonly authorities: ReadonlyMap<number, AuthorityFacts>
  /** By row: REPEATS where another row has the same certificate and counts, REVOKED where another one says it is revoked. */
  readonly marks: Uint8Array
  serials(): SerialIndex
  /** Compares every block. Throws inventory-damaged. */
  verify(): void
  close(): void
}

/** Throws file-not-found, inventory-incomplete, inventory-damaged; also when it is not the inventory `expected`. */
export function openInventory(path: string, expected: string | null = null): Inventory {
  const sqlite = openIndex(path, 'read')
  try {
    return new OpenedInventory(path, sqlite, expected)
  } catch (error) {
    sqlite.close()
    throw error
  }
}

class OpenedInventory implements Inventory {
  readonly path: string
  readonly digest: string
  readonly document: InventoryDocument
  readonly blocks: BlockStore
  readonly groups: readonly LabelGroup[]
  readonly authorities: ReadonlyMap<number, AuthorityFacts>
  readonly marks: Uint8Array
  readonly #sqlite: Sqlite
  #serials: SerialIndex | null = null

  constructor(path: string, sqlite: Sqlite, expected: string | null) {
    this.path = path
    this.#sqlite = sqlite
    const document = this.#meta('document')
    this.digest = hash('sha256', document)
    if (this.digest !== this.#meta('digest') || (expected !== null && expected !== this.digest)) throw this.#damaged()
    const parsed = inventoryDocument.safeParse(parseCanonical(utf8ToBytes(document)))
    if (!parsed.success) throw this.#damaged()
    this.document = parsed.data
    this.blocks = new BlockStore(path, sqlite, this.document.blocks)
    this.groups = this.#list<LabelGroup>('SELECT json FROM label_group ORDER BY id')
    if (hash('sha256', canonicalBytes(this.groups)) !== this.document.groups) throw this.#damaged()
    this.authorities = this.#authorities()
    this.marks = this.#marks()
  }

  serials(): SerialIndex {
    if (this.#serials !== null) return this.#serials
    const parts = withIndex(this.path, () =>
      this.#sqlite.prepare<[], { data: Buffer }>('SELECT data FROM serial_index ORDER BY part').all(),
    )
    const bytes = Buffer.concat(parts.map(({ data }) => data))
    if (bytes.length !== this.document.rows * 8 || hash('sha256', bytes) !== this.document.serial_index)
      throw this.#damaged()
    this.#serials = new SerialIndex(new BigUint64Array(new Uint8Array(bytes).buffer))
    return this.#serials
  }

  verify(): void {
    let rows = 0
    for (const number of this.document.blocks.keys()) {
      const counts = FAMILIES.map((family) => this.blocks.read(family, number).rows)
      if (new Set(counts).size !== 1) throw this.#damaged()
      rows += counts[0] ?? 0
    }
    if (rows !== this.document.rows) throw this.#damaged()
    this.serials()
  }

  close(): void {
    this.#sqlite.close()
  }

  #meta(name: string): string {
    const row = withIndex(this.path, () =>
      this.#sqlite.prepare<[string], { value: string }>('SELECT value FROM meta WHERE name = ?').get(name),
    )
    if (row !== undefined) return row.value
    throw fail('inventory-incomplete', `The import into "${this.path}" did not end.`, {
      remedy: 'Import the same files with --resume: it goes on where it stopped.',
    })
  }

  #list<T>(query: string): T[] {
    const rows = withIndex(this.path, () => this.#sqlite.prepare<[], { json: string }>(query).all())
    return rows.map(({ json }) => JSON.parse(json) as T)
  }

  #authorities(): Map<number, AuthorityFacts> {
    const rows = withIndex(this.path, () =>
      this.#sqlite.prepare<[], { row: number; json: string }>('SELECT row, json FROM authority ORDER BY row').all(),
    )
    return new Map(rows.map(({ row, json }) => [row, JSON.parse(json) as AuthorityFacts]))
  }

  #marks(): Uint8Array {
    const marks = new Uint8Array(this.document.rows)
    for (const [name, mark] of [
      ['repeated', REPEATS],
      ['revoked_elsewhere', REVOKED],
    ] as const) {
      const bytes = Buffer.from(this.#meta(name), 'hex')
      const { rows, sha256 } = this.document[name]
      if (bytes.length !== rows * 4 || hash('sha256', bytes) !== sha256) throw this.#damaged()
      for (const row of new Uint32Array(new Uint8Array(bytes).buffer)) marks[row] = (marks[row] ?? 0) | mark
    }
    return marks
  }

  #damaged(): Error {
    return fail('inventory-damaged', `"${this.path}" does not hold the inventory that it names.`, {
      remedy: 'Delete the file and import the sources again.',
    })
  }
}
