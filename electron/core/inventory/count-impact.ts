import { FLAG, timeOf } from './blocks.ts'
import type { BelowKey } from './below-key.ts'
import { REMAINING } from '../../../shared/inventory/impact.ts'
import { type Inventory, REPEATS, REVOKED } from './open-inventory.ts'

const HOUR = 3600
const DAY = 86_400
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
  /** Certificates issued in each of the last hours, by group; of the whole inventory. */
  readonly issued: ReadonlyMap<number, Uint32Array>
  /** Where the measured hours end, in seconds. */
  readonly measuredTo: number
}

/** One walk over the facts of every row. `now` in seconds since 1970. */
export function countImpact(inventory: Inventory, below: BelowKey, window: ImpactWindow, now: number): ImpactCounts {
  const counter = new Counter(inventory, below, window, now)
  const { blocks } = inventory.document
  const measuredTo = lastIssued(inventory, now)
  for (const number of blocks.keys()) counter.add(number, measuredTo)
  return { ...counter.result(), measuredTo }
}

class Counter {
  readonly #inventory: Inventory
  readonly #below: BelowKey
  readonly #window: ImpactWindow
  readonly #now: number
  readonly #byNode: Map<number, GroupCounts>[]
  readonly #remaining = REMAINING.map(() => 0)
  readonly #issued = new Map<number, Uint32Array>()
  #caCertificates = 0
  #byNameOnly = 0

  constructor(inventory: Inventory, below: BelowKey, window: ImpactWindow, now: number) {
    this.#inventory = inventory
    this.#below = below
    this.#window = window
    this.#now = now
    this.#byNode = below.nodes.map(() => new Map<number, GroupCounts>())
  }

  add(number: number, measuredTo: number): void {
    const { rows, issuer, notBefore, notAfter, group, flags } = this.#inventory.blocks.facts(number)
    const { marks } = this.#inventory
    const { nodeOfIssuer, byName } = this.#below
    const { since, until } = this.#window
    const first = number * 8192
    const measuredFrom = measuredTo - MEASURED_HOURS * HOUR
    for (let at = 0; at < rows; at++) {
      const mark = marks[first + at] ?? 0
      if ((mark & REPEATS) !== 0) continue
      const begin = timeOf(notBefore[at] ?? 0)
      const labels = group[at] ?? 0
      if (begin > measuredFrom && begin <= measuredTo) {
        const hour = Math.min(MEASURED_HOURS - 1, Math.floor((begin - measuredFrom) / HOUR))
        const hours = this.#hoursOf(labels)
        hours[hour] = (hours[hour] ?? 0) + 1
      }
      const from = issuer[at] ?? 0
      const node = nodeOfIssuer[from] ?? -1
      if (node < 0 || begin < since || begin > until) continue
      const flag = (flags[at] ?? 0) | ((mark & REVOKED) === 0 ? 0 : FLAG.revoked)
      const end = timeOf(notAfter[at] ?? 0)
      const kind = this.#kindOf(flag, end)
      this.#remaining[kind] = (this.#remaining[kind] ?? 0) + 1
      const counts = this.#countsOf(node, labels)
      counts.certificates++
      if (kind >= 2) {
        counts.live++
        if (end < counts.firstEnd) counts.firstEnd = end
      }
      if ((flag & FLAG.ca) !== 0) this.#caCertificates++
      if (byName.size > 0 && byName.has(from)) this.#byNameOnly++
    }
  }

  result(): Omit<ImpactCounts, 'measuredTo'> {
    return {
      byNode: this.#byNode,
      remaining: this.#remaining,
      caCertificates: this.#caCertificates,
      byNameOnly: this.#byNameOnly,
      issued: this.#issued,
    }
  }

  /** Index in REMAINING. */
  #kindOf(flag: number, end: number): number {
    if (!Number.isFinite(end)) return (flag & FLAG.revoked) !== 0 ? 1 : 7
    const left = end - this.#now
    if (left < 0) return 0
    if ((flag & FLAG.revoked) !== 0) return 1
    if (left < DAY) return 2
    if (left < 7 * DAY) return 3
    if (left < 30 * DAY) return 4
    return left < 90 * DAY ? 5 : 6
  }

  #countsOf(node: number, group: number): GroupCounts {
    const groups = this.#byNode[node]
    const known = groups?.get(group)
    if (known !== undefined) return known
    const counts = { certificates: 0, live: 0, firstEnd: Infinity }
    groups?.set(group, counts)
    return counts
  }

  #hoursOf(group: number): Uint32Array {
    const known = this.#issued.get(group)
    if (known !== undefined) return known
    const hours = new Uint32Array(MEASURED_HOURS)
    this.#issued.set(group, hours)
    return hours
  }
}

/** Issuance is measured up to now; in an inventory of long ago, up to its last certificate. */
function lastIssued(inventory: Inventory, now: number): number {
  let last = 0
  for (const number of inventory.document.blocks.keys()) {
    const { notBefore, rows } = inventory.blocks.facts(number)
    for (let at = 0; at < rows; at++) {
      const begin = notBefore[at] ?? 0
      if (begin <= now && begin > last) last = begin
    }
  }
  return last > now - MEASURED_HOURS * HOUR ? now : last
}
