import { existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fail, OperationError } from '../../../shared/failure.ts'
import { type InventoryDocument, inventoryDocument } from '../../../shared/inventory/inventory.ts'
import { parseCanonical } from '../../../shared/ledger/canonical-json.ts'
import type { ArtifactStore } from '../facility/artifacts.ts'
import { writeFailure } from '../files/disk-failure.ts'
import { makeFolder } from '../files/durable-file.ts'
import { type ImportedInventory, importInventory, type ImportOptions, removeIndex } from './import.ts'
import { makeSynthetic } from './make-synthetic.ts'
import { type Inventory, openInventory } from './open-inventory.ts'
import { parseLabels } from './read-labels.ts'
import { rejectsPath } from './rejects.ts'
import type { Source } from './sources.ts'

type Progress = NonNullable<ImportOptions['progress']>

/**
 * The index files of a facility, in `inventories/`. They are never state: the log names inventories by their digest, and an index that is
 * missing or changed is made again from the artifacts that its inventory names.
 */
export class FacilityInventories {
  readonly #folder: string
  readonly #artifacts: ArtifactStore

  constructor(folder: string, artifacts: ArtifactStore) {
    this.#folder = folder
    this.#artifacts = artifacts
  }

  /** Where an import works; it goes on there after a stop. `name` is of slugs. */
  workPath(name: string): string {
    try {
      makeFolder(this.#folder)
    } catch (error) {
      throw writeFailure(error, 'The folder of inventories')
    }
    return join(this.#folder, `importing-${name}.db`)
  }

  /** Gives a finished index its name; rejects become an artifact. */
  keep(work: string, digest: string): void {
    const path = this.#path(digest)
    rmSync(rejectsPath(work), { force: true })
    if (existsSync(path)) removeIndex(work)
    else renameSync(work, path)
  }

  document(digest: string): InventoryDocument {
    return inventoryDocument.parse(parseCanonical(this.#artifacts.get(digest)))
  }

  /** Throws artifact-missing, facility-damaged and what an import throws. */
  async open(digest: string, progress?: Progress): Promise<Inventory> {
    const path = this.#path(digest)
    if (existsSync(path)) {
      try {
        return openInventory(path, digest)
      } catch (error) {
        if (!(error instanceof OperationError) || error.code === 'inventory-in-use') throw error
        removeIndex(path)
      }
    }
    await this.#rebuild(digest, progress)
    return openInventory(path, digest)
  }

  async #rebuild(digest: string, progress: Progress | undefined): Promise<void> {
    const document = this.document(digest)
    const work = this.workPath(digest)
    removeIndex(work)
    const made = await this.#make(document, work, progress)
    if (made.digest !== digest) {
      removeIndex(work)
      throw fail('facility-damaged', 'The files of an inventory do not make the inventory that the log names.', {
        remedy: 'Restore the artifacts from a backup of the facility.',
        detail: { inventory: digest, made: made.digest },
      })
    }
    this.keep(work, digest)
  }

  #make(document: InventoryDocument, out: string, progress: Progress | undefined): Promise<ImportedInventory> {
    const { of, synthetic, labels, sources } = document
    if (synthetic !== null && of !== 'observed') return makeSynthetic({ fleet: synthetic, of, out, progress })
    return importInventory({
      sources: sources.map(({ name, kind, size, sha256 }): Source => {
        return { name, kind, size, path: this.#artifacts.pathOf(sha256) }
      }),
      of,
      labels: labels === null ? null : { rules: parseLabels('The rules', this.#artifacts.get(labels)), sha256: labels },
      out,
      resume: false,
      synthetic,
      progress,
    })
  }

  #path(digest: string): string {
    return join(this.#folder, `${digest}.db`)
  }
}
