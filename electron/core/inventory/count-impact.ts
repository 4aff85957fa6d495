import { BLOCK, type FactColumns, FLAG, timeOf, UNKNOWN_TIME } from './blocks.ts'
import type { BelowKey } from './below-key.ts'
import type { LabelGroup } from './dictionaries.ts'
import { REMAINING } from '../../../shared/inventory/impact.ts'
import { type Inventory, REPEATS, REVOKED } from './open-inventory.ts'

const HOUR = 3600
const DAY = 86_400
const MOST_CELLS = 1 << 22
/** How far back issuance is measured. */
export const MEASURED_HOURS = 30 * 24

/** Seconds since 1970. */
export interface ImpactWindow {
  readonly since: number
  readonly until: number
}

export interface GroupCounts {
  certificates: number
  live: number
  /** The first end of a live certificate; Infinity for none. */
  firstEnd: number
}

export interface ImpactCounts {
  /** By node, then by group of labels. */
  readonly byNode: readonly ReadonlyMap<number, GroupCounts>[]
  /** In the order of REMAINING. */
  readonly remaining: readonly number[]
  readonly caCertificates: number
  readonly byNameOnly: number
  /** Certificates issued in each of the last hours, by region; of the whole inventory. */
  readonly issued: ReadonlyMap<string, Uint32Array>
  /** Where the measured hours end, in seconds. */
  readonly measuredTo: number
}

/** One walk over the facts of every row, two where the inventory is of long ago. `now` in seconds since 1970. */
export function countImpact(inventory: Inventory, below: BelowKey, window: ImpactWindow, now: number): ImpactCounts {
  const counted = countUpTo(now, inventory, below, window, now)
  // Issuance is measured up to now; in an inventory of long ago, up to its last certificate.
  if (counted.lastIssued > now - MEASURED_HOURS * HOUR) return counted.counts
  return countUpTo(counted.lastIssued, inventory, below, window, now).counts
}

function countUpTo(
  measuredTo: number,
  inventory: Inventory,
  below: BelowKey,
  window: ImpactWindow,
  now: number,
): { counts: ImpactCounts; lastIssued: number } {
  const counter = new Counter(inventory, below, window, now, measuredTo)
  const { blocks } = inventory
  for (const number of inventory.document.blocks.keys())
    blocks.useFacts(number, (facts) => {
      counter.add(number, facts)
    })
  return { counts: { ...counter.result(), measuredTo }, lastIssued: counter.lastIssued }
}

class Counter {
  readonly #inventory: Inventory
  readonly #below: BelowKey
  readonly #window: ImpactWindow
  readonly #now: number
  readonly #sums: Sums
  readonly #remaining = new Uint32Array(REMAINING.length)
  readonly #regions: Regions
  readonly #measuredTo: number
  /** Seconds since 1970, not after now; 0 for none. */
  lastIssued = 0
  #caCertificates = 0
  #byNameOnly = 0

  constructor(inventory: Inventory, below: BelowKey, window: ImpactWindow, now: number, measuredTo: number) {
    this.#inventory = inventory
    this.#below = below
    this.#window = window
    this.#now = now
    this.#measuredTo = measuredTo
    this.#sums = new Sums(below.nodes.length, inventory.groups.length)
    this.#regions = new Regions(inventory.groups)
  }

  add(number: number, { rows, issuer, notBefore, notAfter, group, flags }: FactColumns): void {
    const { marks } = this.#inventory
    const { nodeOfIssuer, byName } = this.#below
    const { since, until } = this.#window
    const [now, sums, remaining] = [this.#now, this.#sums, this.#remaining]
    const { ofGroup, issued } = this.#regions
    const hasNames = byName.size > 0
    const first = number * BLOCK
    const measuredTo = this.#measuredTo
    const measuredFrom = measuredTo - MEASURED_HOURS * HOUR
    let lastIssued = this.lastIssued
    for (let at = 0; at < rows; at++) {
      const stored = notBefore[at] ?? 0
      if (stored > lastIssued && stored <= now) lastIssued = stored
      const mark = marks[first + at] ?? 0
      if ((mark & REPEATS) !== 0) continue
      const begin = timeOf(stored)
      const labels = group[at] ?? 0
      if (begin > measuredFrom && begin <= measuredTo) {
        const hour = Math.min(MEASURED_HOURS - 1, ((begin - measuredFrom) / HOUR) | 0)
        const cell = (ofGroup[labels] ?? 0) * MEASURED_HOURS + hour
        issued[cell] = (issued[cell] ?? 0) + 1
      }
      const from = issuer[at] ?? 0
      const node = nodeOfIssuer[from] ?? -1
      if (node < 0 || begin < since || begin > until) continue
      const flag = (flags[at] ?? 0) | ((mark & REVOKED) === 0 ? 0 : FLAG.revoked)
      const end = timeOf(notAfter[at] ?? 0)
      const kind = kindOf((flag & FLAG.revoked) !== 0, end, now)
      remaining[kind] = (remaining[kind] ?? 0) + 1
      sums.add(node, labels, kind >= 2, end)
      if ((flag & FLAG.ca) !== 0) this.#caCertificates++
      if (hasNames && byName.has(from)) this.#byNameOnly++
    }
    this.lastIssued = lastIssued
  }

  result(): Omit<ImpactCounts, 'measuredTo'> {
    return {
      byNode: this.#sums.byNode(),
      remaining: [...this.#remaining],
      caCertificates: this.#caCertificates,
      byNameOnly: this.#byNameOnly,
      issued: this.#regions.hours(),
    }
  }
}

/** A few regions and their hours, in one array that stays in the cache of the processor. */
class Regions {
  /** By group of labels. */
  readonly ofGroup: Uint32Array
  /** MEASURED_HOURS of each. */
  readonly issued: Uint32Array
  readonly #names: readonly string[]

  constructor(groups: readonly LabelGroup[]) {
    const numbers = new Map<string, number>([['', 0]])
    this.ofGroup = Uint32Array.from(groups, ([, , region]) => {
      const number = numbers.get(region) ?? numbers.size
      numbers.set(region, number)
      return number
    })
    this.#names = [...numbers.keys()]
    this.issued = new Uint32Array(this.#names.length * MEASURED_HOURS)
  }

  /** Of the regions in which something was issued. */
  hours(): Map<string, Uint32Array> {
    const all = this.#names.map((name, number): [string, Uint32Array] => [
      name,
      this.issued.subarray(number * MEASURED_HOURS, (number + 1) * MEASURED_HOURS),
    ])
    return new Map(all.filter(([, hours]) => hours.some((count) => count > 0)))
  }
}

/** Counts by node and group of labels, in arrays: asked for every row. */
class Sums {
  readonly #groups: number
  readonly #nodes: number
  /** The place of a node and a group, plus one, in an array where their product is no large number. */
  readonly #dense: Uint32Array
  readonly #sparse = new Map<number, number>()
  readonly #cells: number[] = []
  #certificates = new Uint32Array(1024)
  #live = new Uint32Array(1024)
  #firstEnd = new Float64Array(1024).fill(Infinity)

  constructor(nodes: number, groups: number) {
    this.#nodes = nodes
    this.#groups = groups
    const cells = nodes * groups
    this.#dense = new Uint32Array(cells <= MOST_CELLS ? cells : 0)
  }

  /** `end` in seconds since 1970. */
  add(node: number, group: number, isLive: boolean, end: number): void {
    const at = this.#placeOf(node * this.#groups + group)
    this.#certificates[at] = (this.#certificates[at] ?? 0) + 1
    if (!isLive) return
    this.#live[at] = (this.#live[at] ?? 0) + 1
    if (end < (this.#firstEnd[at] ?? Infinity)) this.#firstEnd[at] = end
  }

  byNode(): Map<number, GroupCounts>[] {
    const found = Array.from({ length: this.#nodes }, () => new Map<number, GroupCounts>())
    for (const [at, cell] of this.#cells.entries()) {
      const [certificates = 0, live = 0] = [this.#certificates[at], this.#live[at]]
      const firstEnd = this.#firstEnd[at] ?? Infinity
      found[Math.floor(cell / this.#groups)]?.set(cell % this.#groups, { certificates, live, firstEnd })
    }
    return found
  }

  #placeOf(cell: number): number {
    const known = cell < this.#dense.length ? (this.#dense[cell] ?? 0) : (this.#sparse.get(cell) ?? 0)
    if (known !== 0) return known - 1
    const at = this.#cells.push(cell) - 1
    if (cell < this.#dense.length) this.#dense[cell] = at + 1
    else this.#sparse.set(cell, at + 1)
    if (at >= this.#certificates.length) this.#grow()
    return at
  }

  #grow(): void {
    const [certificates, live, firstEnd] = [this.#certificates, this.#live, this.#firstEnd]
    this.#certificates = new Uint32Array(certificates.length * 2)
    this.#certificates.set(certificates)
    this.#live = new Uint32Array(live.length * 2)
    this.#live.set(live)
    this.#firstEnd = new Float64Array(firstEnd.length * 2).fill(Infinity)
    this.#firstEnd.set(firstEnd)
  }
}

/** Index in REMAINING. */
function kindOf(isRevoked: boolean, end: number, now: number): number {
  if (end === UNKNOWN_TIME) return isRevoked ? 1 : 7
  const left = end - now
  if (left < 0) return 0
  if (isRevoked) return 1
  if (left < DAY) return 2
  if (left < 7 * DAY) return 3
  if (left < 30 * DAY) return 4
  return left < 90 * DAY ? 5 : 6
}
