import { hash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { fail } from '../../../shared/failure.ts'
import { encodeNames } from '../../../shared/inventory/encode-names.ts'
import type { SyntheticFleet } from '../../../shared/inventory/inventory.ts'
import type { InventoryOf } from '../../../shared/inventory/row.ts'
import { type SyntheticRow, SyntheticFleetRows } from '../../../shared/inventory/synthetic-fleet.ts'
import { canonicalBytes } from '../../../shared/ledger/canonical-json.ts'
import { type BlockRow, NO_REASON, UNKNOWN_TIME } from './blocks.ts'
import { issuerKey } from './dictionaries.ts'
import { finishIndex } from './finish.ts'
import type { ImportedInventory, ImportProgress } from './import.ts'
import { closeIndex } from './index-file.ts'
import { IndexWriter, type SourceProgress } from './index-writer.ts'
import { START } from './readers/stream-reader.ts'
import { RowWriter } from './row-writer.ts'

const ROWS_A_TURN = 4096

export interface SyntheticOptions {
  readonly fleet: SyntheticFleet
  /** `issuer`: without the planted certificates that no issuer knows. */
  readonly of: Exclude<InventoryOf, 'observed'>
  readonly out: string
  readonly progress?: ((progress: ImportProgress) => void) | undefined
}

/** Makes up a fleet for a drill. Throws file-exists, disk-full and what the index says. */
export async function makeSynthetic({ fleet, of, out, progress }: SyntheticOptions): Promise<ImportedInventory> {
  const name = `SYNTHETIC ${of === 'fleet' ? 'fleet' : 'records of the issuers'}, seed ${fleet.seed}`
  const terms = { of, labels: null, sources: [{ name, size: fleet.rows }] }
  const index = IndexWriter.create(out, terms)
  let isClosed = false
  try {
    const writer = new RowWriter(of, null)
    writer.kind = 'synthetic'
    const rows = new SyntheticFleetRows(fleet)
    const maker = new RowMaker(writer, fleet, rows)
    const report = (phase: ImportProgress['phase'], done: number): void => {
      progress?.({ phase, bytes: done, totalBytes: fleet.rows, rows: writer.rows, rejected: 0, secondsLeft: null })
    }
    for (let number = 0; number < fleet.rows; number++) {
      if (of === 'fleet' || !rows.rogues.includes(number)) maker.add(number)
      if (number % ROWS_A_TURN !== ROWS_A_TURN - 1) continue
      report('reading', number)
      if (writer.waiting >= 8 * ROWS_A_TURN) index.commit(writer, new Map())
      await nextTurn()
    }
    const read: SourceProgress = {
      name,
      size: fleet.rows,
      kind: 'synthetic',
      place: START,
      sha256: hash('sha256', canonicalBytes({ of, ...fleet })),
      rows: writer.rows,
      rejected: 0,
      done: true,
    }
    index.commit(writer, new Map([[0, read]]))
    const made = await finishIndex(
      index,
      [read],
      terms,
      (done) => {
        report('indexing', done)
      },
      fleet,
    )
    closeIndex(out, index.sqlite)
    isClosed = true
    return made
  } finally {
    if (!isClosed) index.sqlite.close()
  }
}

class RowMaker {
  readonly #writer: RowWriter
  readonly #rows: SyntheticFleetRows
  readonly #issuers: readonly number[]
  readonly #block: BlockRow = {
    serial: new Uint8Array(),
    serialStart: 0,
    serialEnd: 16,
    issuer: 0,
    group: 0,
    notBefore: 0,
    notAfter: 0,
    isCa: false,
    isRevoked: false,
    revokedAt: UNKNOWN_TIME,
    reason: NO_REASON,
    spki: '',
    fingerprint: '',
    namesIn: new Uint8Array(),
    namesStart: 0,
    namesEnd: 0,
  }

  constructor(writer: RowWriter, fleet: SyntheticFleet, rows: SyntheticFleetRows) {
    this.#writer = writer
    this.#rows = rows
    this.#issuers = fleet.issuers.map(({ words, key_id, spki_sha256 }) => {
      const issuer = { key_id, spki_sha256, name_sha256: null, words }
      return writer.issuers.number(issuerKey(issuer), () => issuer)
    })
    if (fleet.issuers.length === 0) throw fail('internal', 'A made-up fleet needs an issuer.')
  }

  add(number: number): void {
    const row = this.#rows.at(number)
    const block = this.#block
    block.serial = row.serial
    block.issuer = this.#issuers[row.issuer] ?? 0
    block.notBefore = row.notBefore
    block.notAfter = row.notAfter
    block.isRevoked = row.isRevoked
    block.revokedAt = row.isRevoked ? row.notBefore + 3600 : UNKNOWN_TIME
    block.reason = row.isRevoked ? 4 : NO_REASON
    block.spki = Buffer.from(row.spki).toString('latin1')
    block.namesIn = this.#names(row)
    block.namesEnd = block.namesIn.length
    const [service, environment, region, owner] = this.#rows.labels(row)
    this.#writer.add(block, number + 1, { service, environment, region, owner })
  }

  #names(row: SyntheticRow): Uint8Array {
    return encodeNames([this.#rows.dnsName(row)])
  }
}
