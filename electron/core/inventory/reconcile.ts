import { setImmediate as nextTurn } from 'node:timers/promises'
import { RECONCILIATION_FORMAT, type ReconciliationDocument } from '../../../shared/inventory/reconciliation.ts'
import { toInstant } from '../clock.ts'
import type { AuthorityKey } from './authority-key.ts'
import { ANY, AuthorityMap } from './authority-map.ts'
import { FindingList, evidenceOf } from './finding-list.ts'
import type { LogRecords } from './log-records.ts'
import type { Inventory } from './open-inventory.ts'
import { RowCursor } from './row-cursor.ts'
import type { SerialIndex } from './serial-index.ts'

const ROWS_A_TURN = 16_384

export interface Sides {
  readonly fleet: Inventory
  /** What issuers say they issued. */
  readonly issuer: Inventory | null
  readonly observed: Inventory | null
  readonly log: LogRecords | null
  /** CAs that are known from elsewhere. */
  readonly known: readonly AuthorityKey[]
  /** In milliseconds since 1970. */
  readonly now: number
  readonly progress?: ((done: number, total: number) => void) | undefined
}

/**
 * Compares everything that is said about issued certificates. A serial number that its issuer's records do not hold is a finding with the
 * place where it stands. What an issuer of no records signed cannot be compared, and is counted as such. Throws inventory-damaged.
 */
export async function reconcile(sides: Sides): Promise<ReconciliationDocument> {
  const { fleet, issuer, observed, log, now } = sides
  const inventories = [fleet, issuer, observed].filter((one) => one !== null)
  const known = [...sides.known, ...(log?.authorities.map(({ key }) => key) ?? [])]
  const map = new AuthorityMap(known, inventories)
  const cursorOf = (inventory: Inventory): RowCursor => new RowCursor(inventory, map.numbers(inventory))
  const [running, records, seen] = [cursorOf(fleet), issuer && cursorOf(issuer), observed && cursorOf(observed)]
  const comparison = new Comparison(map, sides, running, records)
  const results: ReconciliationDocument['sides'] = []
  const add = (role: 'fleet' | 'issuer' | 'observed', { inventory }: RowCursor, comparable: number): void => {
    results.push({ role, inventory: inventory.digest, certificates: certificatesOf(inventory), comparable })
  }
  add('fleet', running, records === null ? 0 : await comparison.explain(running, records))
  if (records !== null) {
    await comparison.missing()
    add('issuer', records, certificatesOf(records.inventory))
  }
  if (seen !== null) add('observed', seen, await comparison.explain(seen, records ?? running))
  if (log !== null)
    await comparison.compareLog(
      [running, records, seen].filter((one) => one !== null),
      log,
    )
  return {
    format: RECONCILIATION_FORMAT,
    synthetic: inventories.some(({ document }) => document.synthetic !== null),
    as_of: toInstant(now),
    sides: results,
    log: log === null ? null : countLog(log),
    counts: comparison.list.counts,
    findings: comparison.list.findings,
  }
}

function certificatesOf({ document }: Inventory): number {
  return document.rows - document.repeated.rows
}

function countLog({ entries, authorities }: LogRecords): NonNullable<ReconciliationDocument['log']> {
  const crls = authorities.flatMap((authority) => authority.crls)
  return {
    entries,
    certificates: authorities.reduce((sum, { issued }) => sum + issued.size, 0),
    crls: crls.length,
    revoked: crls.reduce((sum, crl) => sum + crl.entries.length, 0),
  }
}

class Comparison {
  readonly list = new FindingList()
  readonly #map: AuthorityMap
  readonly #sides: Sides
  readonly #fleet: RowCursor
  readonly #records: RowCursor | null
  /** Authorities whose records are here. */
  readonly #covered: ReadonlySet<number>
  #done = 0

  constructor(map: AuthorityMap, sides: Sides, fleet: RowCursor, records: RowCursor | null) {
    this.#map = map
    this.#sides = sides
    this.#fleet = fleet
    this.#records = records
    this.#covered = new Set(records === null ? [] : map.numbers(records.inventory))
  }

  /** Every row of `side` has to be in `records`; how many could be compared. */
  async explain(side: RowCursor, records: RowCursor): Promise<number> {
    let comparable = 0
    await this.#join(side, records, (row, candidates) => {
      const authority = side.authority(row)
      const isCovered = records === this.#fleet || authority === ANY || this.#covered.has(authority)
      const same = candidates.filter((other) => this.#sameAuthority(authority, records.authority(other)))
      if (isCovered) comparable++
      if (same.length > 0) this.#compare(side, row, records, same)
      else if (isCovered && authority !== ANY) this.#unexplained(side, row, records)
      // Of an issuer without records, or of nobody knows which: what the fleet runs is explained by that.
      else if (side !== this.#fleet && !this.#isInFleet(side, row)) this.#unexplained(side, row, this.#fleet)
    })
    return comparable
  }

  /** What the issuers have and the fleet does not know, as far as it has not ended. */
  async missing(): Promise<void> {
    const records = this.#records
    if (records === null) return
    const now = this.#sides.now / 1000
    await this.#join(records, this.#fleet, (row, candidates) => {
      const end = records.notAfter(row)
      if (candidates.length > 0 || records.isRevoked(row) || !Number.isFinite(end) || end < now) return
      this.list.add('not-in-fleet', () => ({
        words: 'The issuer has a record of this certificate, and the fleet does not name it.',
        ...this.#about(records, row),
      }))
    })
  }

  /** What keys of this facility signed is in its log, or it is not ours. */
  async compareLog(cursors: readonly RowCursor[], { authorities }: LogRecords): Promise<void> {
    const byNumber = new Map(authorities.map((authority) => [this.#map.number(authority.key), authority]))
    for (const cursor of cursors) {
      const numbers = this.#map.numbers(cursor.inventory)
      if (!numbers.some((number) => byNumber.has(number))) continue
      for (let row = 0; row < cursor.inventory.document.rows; row++) {
        if (row % ROWS_A_TURN === 0) await this.#turn(0)
        const authority = byNumber.get(cursor.authority(row))
        if (authority === undefined || cursor.isRepeat(row)) continue
        if (authority.issued.has(cursor.inventory.blocks.serial(row).toString('hex'))) continue
        this.list.add('not-in-log', () => ({
          words: `Signed by ${authority.name}, a key of this facility, whose log does not know it.`,
          ...this.#about(cursor, row),
        }))
      }
    }
    for (const { name, key, issued, crls } of authorities) {
      for (const { words, sha256, entries } of crls) {
        for (const { serial, at } of entries.filter((entry) => !issued.has(entry.serial))) {
          this.list.add('unexplained-revocation', () => ({
            words: `${words} revokes a serial number that ${name} never issued.`,
            serial,
            issuer: key.words.slice(0, 500),
            evidence: [{ source: words, sha256, at: { unit: 'byte', value: at }, says: `serial ${serial}` }],
          }))
        }
      }
    }
  }

  #unexplained(side: RowCursor, row: number, records: RowCursor): void {
    const isRevocation = side.isRevoked(row) && !Number.isFinite(side.notAfter(row))
    const where = records === this.#fleet ? 'the inventory of the fleet' : 'the records of its issuer'
    this.list.add(isRevocation ? 'unexplained-revocation' : 'unexplained-serial', () => ({
      words: isRevocation
        ? `A CRL revokes a serial number that is not in ${where}.`
        : `Nobody can explain this serial number: it is not in ${where}.`,
      ...this.#about(side, row),
    }))
  }

  #isInFleet(side: RowCursor, row: number): boolean {
    const { inventory } = this.#fleet
    const candidates = inventory.serials().candidates(side.inventory.blocks.serial(row))
    return candidates.some(
      (other) =>
        this.#fleet.hasSerialOf(other, side, row) &&
        this.#sameAuthority(side.authority(row), this.#fleet.authority(other)),
    )
  }

  #compare(side: RowCursor, row: number, records: RowCursor, same: readonly number[]): void {
    const agreeing = same.find((other) => side.agrees(row, records, other))
    if (agreeing === undefined) {
      const [other = 0] = same
      this.list.add('facts-differ', () => {
        const about = this.#about(side, row)
        return {
          words: 'The records have another certificate with this serial number.',
          ...about,
          evidence: [...about.evidence, evidenceOf(records.inventory, other)],
        }
      })
      return
    }
    const isInUse = !side.isRevoked(row) && side.notAfter(row) >= this.#sides.now / 1000
    if (!isInUse || !records.isRevoked(agreeing)) return
    this.list.add('revoked-in-use', () => {
      const about = this.#about(side, row)
      return {
        words: 'Its issuer says that it is revoked; here it is used.',
        ...about,
        evidence: [...about.evidence, evidenceOf(records.inventory, agreeing)],
      }
    })
  }

  #about(cursor: RowCursor, row: number) {
    const authority = this.#map.keys[cursor.authority(row)]
    return {
      serial: cursor.inventory.blocks.serial(row).toString('hex'),
      issuer: authority?.words.slice(0, 500) ?? null,
      evidence: [evidenceOf(cursor.inventory, row)],
    }
  }

  #sameAuthority(a: number, b: number): boolean {
    return a === b || a === ANY || b === ANY
  }

  /** Every row of `side` that stands for itself, with the rows of `other` that have its serial number. */
  async #join(
    side: RowCursor,
    other: RowCursor,
    take: (row: number, candidates: readonly number[]) => void,
  ): Promise<void> {
    const [mine, theirs] = [side.inventory.serials(), other.inventory.serials()]
    let there = 0
    for (let at = 0; at < mine.rows; at++) {
      if (at % ROWS_A_TURN === 0) await this.#turn(ROWS_A_TURN)
      while (there < theirs.rows && order(theirs, there, mine, at) < 0) there++
      const row = mine.row(at)
      if (side.isRepeat(row)) continue
      const candidates: number[] = []
      for (let same = there; same < theirs.rows && order(theirs, same, mine, at) === 0; same++) {
        const otherRow = theirs.row(same)
        if (!other.isRepeat(otherRow) && side.hasSerialOf(row, other, otherRow)) candidates.push(otherRow)
      }
      take(row, candidates)
    }
  }

  async #turn(rows: number): Promise<void> {
    const { fleet, issuer, observed, progress } = this.#sides
    this.#done += rows
    const total = fleet.document.rows + 2 * (issuer?.document.rows ?? 0) + (observed?.document.rows ?? 0)
    progress?.(Math.min(this.#done, total), total)
    await nextTurn()
  }
}

function order(a: SerialIndex, atA: number, b: SerialIndex, atB: number): number {
  return a.high(atA) - b.high(atB) || a.low(atA) - b.low(atB)
}
