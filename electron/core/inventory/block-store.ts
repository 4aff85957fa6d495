import { hash } from 'node:crypto'
import { fail } from '../../../shared/failure.ts'
import type { InventoryDocument } from '../../../shared/inventory/inventory.ts'
import type { Sqlite } from '../ledger/sqlite.ts'
import {
  BLOCK,
  FAMILIES,
  type FactColumns,
  type Family,
  fits,
  FLAG,
  type DigestColumns,
  type NameColumn,
  namesAt,
  type OriginColumns,
  readFacts,
  readDigests,
  readNames,
  readOrigin,
  timeOf,
} from './blocks.ts'
import type { LabelGroup } from './dictionaries.ts'
import { withIndex } from './index-file.ts'
import type { RowIdentity } from './repeated.ts'

const KEPT = 160

/**
 * The rows of an index, by block. With `expected`, every block is compared with its digest before it is used: the index lies in
 * a file that anybody may have changed. Throws inventory-damaged.
 */
export class BlockStore {
  readonly #path: string
  readonly #sqlite: Sqlite
  readonly #expected: InventoryDocument['blocks'] | null
  #reading: ReturnType<typeof prepareReading> | null = null
  readonly #serials = new Kept<Buffer>()
  readonly #digests = new Kept<DigestColumns>()
  readonly #facts = new Kept<FactColumns>()
  readonly #origins = new Kept<OriginColumns>()
  readonly #names = new Kept<NameColumn>()

  constructor(path: string, sqlite: Sqlite, expected: InventoryDocument['blocks'] | null) {
    this.#path = path
    this.#sqlite = sqlite
    this.#expected = expected
  }

  /** The digests that were stored with a block. */
  stored(number: number): InventoryDocument['blocks'][number] {
    const found = withIndex(this.#path, () =>
      this.#sqlite
        .prepare<[number], { family: Family; sha256: string }>('SELECT family, sha256 FROM block WHERE number = ?')
        .all(number),
    )
    const digests = Object.fromEntries(found.map(({ family, sha256 }) => [family, sha256]))
    if (FAMILIES.some((family) => digests[family] === undefined)) throw this.#damaged()
    return digests as InventoryDocument['blocks'][number]
  }

  /** As it is stored. */
  read(family: Family, number: number): { rows: number; data: Buffer } {
    const stored = withIndex(this.#path, () => (this.#reading ??= prepareReading(this.#sqlite)).get(family, number))
    if (stored === undefined || stored.rows > BLOCK || !fits(family, stored.data, stored.rows)) throw this.#damaged()
    const expected = this.#expected?.[number]?.[family]
    if (this.#expected !== null && hash('sha256', stored.data) !== expected) throw this.#damaged()
    return stored
  }

  facts(number: number): FactColumns {
    return this.#facts.get(number, () => {
      const { rows, data } = this.read('facts', number)
      return readFacts(data, rows)
    })
  }

  /**
   * For a walk over all blocks: their memory is given back at once and taken again for the next one, since touching new memory costs more
   * than reading and comparing what is in it. The columns are gone when `work` returns.
   */
  useFacts<T>(number: number, work: (facts: FactColumns) => T): T {
    const { rows, data } = this.read('facts', number)
    try {
      return work(readFacts(data, rows))
    } finally {
      if (data.buffer instanceof ArrayBuffer && data.byteLength === data.buffer.byteLength) data.buffer.transfer(0)
    }
  }

  /** 21 octets a row: how many, and then so many. */
  serials(number: number): Buffer {
    return this.#serials.get(number, () => this.read('serials', number).data)
  }

  digests(number: number): DigestColumns {
    return this.#digests.get(number, () => {
      const { rows, data } = this.read('digests', number)
      return readDigests(data, rows)
    })
  }

  origin(number: number): OriginColumns {
    return this.#origins.get(number, () => {
      const { rows, data } = this.read('origin', number)
      return readOrigin(data, rows)
    })
  }

  names(row: number): string {
    const number = Math.floor(row / BLOCK)
    const column = this.#names.get(number, () => {
      const { rows, data } = this.read('names', number)
      return readNames(data, rows)
    })
    return namesAt(column, row % BLOCK)
  }

  serial(row: number): Buffer {
    const serials = this.serials(Math.floor(row / BLOCK))
    const at = (row % BLOCK) * 21
    return serials.subarray(at + 1, at + 1 + (serials[at] ?? 0))
  }

  identity(row: number, groups: readonly LabelGroup[]): RowIdentity {
    const number = Math.floor(row / BLOCK)
    const at = row % BLOCK
    const facts = this.facts(number)
    const digests = this.digests(number)
    const origin = this.origin(number)
    const flags = facts.flags[at] ?? 0
    const digest = (column: Uint8Array, flag: number): string | null =>
      (flags & flag) === 0 ? null : Buffer.from(column.subarray(at * 32, at * 32 + 32)).toString('hex')
    return {
      row,
      serial: this.serial(row).toString('hex'),
      issuer: facts.issuer[at] ?? 0,
      fingerprint: digest(digests.fingerprint, FLAG.fingerprint),
      spki: digest(digests.spki, FLAG.spki),
      notBefore: timeOf(facts.notBefore[at] ?? 0),
      notAfter: timeOf(facts.notAfter[at] ?? 0),
      isRevoked: (flags & FLAG.revoked) !== 0,
      labels: (groups[facts.group[at] ?? 0] ?? []).filter((label) => label !== '').length,
      source: origin.source[at] ?? 0,
      position: origin.position[at] ?? 0,
    }
  }

  #damaged(): Error {
    return fail('inventory-damaged', `"${this.#path}" does not hold the rows that its digest names.`, {
      remedy: 'Delete the file and import the sources again.',
    })
  }
}

function prepareReading(sqlite: Sqlite) {
  return sqlite.prepare<[Family, number], { rows: number; data: Buffer }>(
    'SELECT rows, data FROM block WHERE family = ? AND number = ?',
  )
}

/** The blocks that were used last. */
class Kept<T> {
  readonly #kept = new Map<number, T>()

  get(number: number, read: () => T): T {
    const known = this.#kept.get(number)
    if (known !== undefined) return known
    const value = read()
    if (this.#kept.size >= KEPT) {
      const [oldest] = this.#kept.keys()
      if (oldest !== undefined) this.#kept.delete(oldest)
    }
    this.#kept.set(number, value)
    return value
  }
}
