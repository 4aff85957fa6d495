import {
  IMPACT_FORMAT,
  type ImpactAuthority,
  type ImpactDocument,
  type ImpactOwner,
  REMAINING,
} from '../../../shared/inventory/impact.ts'
import { toInstant } from '../clock.ts'
import type { AuthorityKey } from './authority-key.ts'
import { type BelowKey, belowKey, everyIssuer, type KnownAuthority } from './below-key.ts'
import { countImpact, type GroupCounts, type ImpactCounts } from './count-impact.ts'
import type { LabelGroup } from './dictionaries.ts'
import { estimateReissue, slowest } from './estimate.ts'
import type { Inventory } from './open-inventory.ts'

const MOST_FLOWS = 5000
const MOST_NAMES = 200

export interface ImpactQuestion {
  /** Null: every issuer of the inventory. */
  readonly key: AuthorityKey | null
  /** CA certificates that the rows may not have. */
  readonly known?: readonly KnownAuthority[]
  /** Issued from here to there, in milliseconds since 1970; null: ever. */
  readonly since: number | null
  readonly until: number | null
  /** In milliseconds since 1970. */
  readonly now: number
}

/** What hangs on a key: reads the inventory once. Throws inventory-damaged. */
export function computeImpact(inventory: Inventory, question: ImpactQuestion): ImpactDocument {
  const { key, since, until, now } = question
  const below = key === null ? everyIssuer(inventory) : belowKey(inventory, key, question.known)
  const window = { since: since === null ? -Infinity : since / 1000, until: until === null ? Infinity : until / 1000 }
  const counts = countImpact(inventory, below, window, now / 1000)
  const tally = new Tally(counts, inventory.groups)
  const regions = tally.named(2, 'r')
  const services = tally.named(0, 's')
  const environments = tally.named(1, 'e')
  const { flows, omitted } = tally.flows()
  const owners = tally.owners()
  const estimates = estimateReissue(counts, new Map(regions.map(({ name, live }) => [name, live])))
  return {
    format: IMPACT_FORMAT,
    inventory: inventory.digest,
    synthetic: inventory.document.synthetic !== null,
    as_of: toInstant(now),
    subject: {
      words: key?.words ?? 'Every issuer of the inventory',
      spki_sha256: key?.spki_sha256 ?? null,
      key_ids: [...(key?.key_ids ?? [])],
      since: since === null ? null : toInstant(since),
      until: until === null ? null : toInstant(until),
    },
    totals: {
      ...tally.all,
      ca_certificates: counts.caCertificates,
      services: services.filter(({ name }) => name !== '').length,
      regions: regions.filter(({ name }) => name !== '').length,
      owners: owners.filter(({ owner }) => owner !== '').length,
      of_inventory: inventory.document.rows - inventory.document.repeated.rows,
    },
    remaining: REMAINING.map((remaining, index) => ({ remaining, certificates: counts.remaining[index] ?? 0 })),
    authorities: authoritiesOf(below, tally),
    by_name_only: counts.byNameOnly,
    regions,
    environments,
    services,
    flows,
    flows_omitted: omitted,
    owners,
    estimates,
    reissue: {
      minutes_at_best: slowest(estimates, 'minutes_at_best'),
      minutes_at_mean: slowest(estimates, 'minutes_at_mean'),
      basis:
        'Measured on the inventory itself: how many certificates began in each hour of 30 days, by region. Regions work side by side, so the slowest one counts.',
    },
  }
}

interface Counts {
  certificates: number
  live: number
}

type LabelColumn = 0 | 1 | 2

class Tally {
  readonly all: Counts = { certificates: 0, live: 0 }
  readonly byNode: Counts[]
  readonly #counts: ImpactCounts
  readonly #groups: readonly LabelGroup[]
  readonly #ids = new Map<string, string>()

  constructor(counts: ImpactCounts, groups: readonly LabelGroup[]) {
    this.#counts = counts
    this.#groups = groups
    this.byNode = counts.byNode.map((byGroup) => {
      const sum = { certificates: 0, live: 0 }
      for (const one of byGroup.values()) add(sum, one)
      add(this.all, sum)
      return sum
    })
  }

  /** By service (0), environment (1) or region (2), largest first. */
  named(column: LabelColumn, letter: string): { id: string; name: string; certificates: number; live: number }[] {
    const sums = new Map<string, Counts>()
    this.#each((_, group, one) => {
      add(ensure(sums, group[column]), one)
    })
    return [...sums]
      .toSorted(([a, one], [b, other]) => other.live - one.live || other.certificates - one.certificates || order(a, b))
      .map(([name, sum], index) => {
        const id = `${letter}${String(index)}`
        this.#ids.set(`${letter}${name}`, id)
        return { id, name, ...sum }
      })
  }

  /** After `named`: flows go by the ids that it gave. */
  flows(): { flows: ImpactDocument['flows']; omitted: ImpactDocument['flows_omitted'] } {
    const sums = new Map<string, Counts>()
    this.#each((node, [service, , region], one) => {
      const ids = [`a${String(node)}`, this.#ids.get(`r${region}`) ?? '', this.#ids.get(`s${service}`) ?? '']
      add(ensure(sums, ids.join(' ')), one)
    })
    const sorted = [...sums].toSorted(
      ([a, one], [b, other]) => other.live - one.live || other.certificates - one.certificates || order(a, b),
    )
    const flows = sorted.slice(0, MOST_FLOWS).map(([ids, sum]) => {
      const [authority = '', region = '', service = ''] = ids.split(' ')
      return { authority, region, service, ...sum }
    })
    const omitted = { flows: sorted.length - flows.length, certificates: 0, live: 0 }
    for (const [, sum] of sorted.slice(MOST_FLOWS)) add(omitted, sum)
    return { flows, omitted }
  }

  owners(): ImpactOwner[] {
    const sums = new Map<string, { counts: GroupCounts; groups: LabelGroup[] }>()
    this.#each((_, group, one) => {
      const owner = sums.get(group[3]) ?? { counts: { certificates: 0, live: 0, firstEnd: Infinity }, groups: [] }
      add(owner.counts, one)
      owner.counts.firstEnd = Math.min(owner.counts.firstEnd, one.firstEnd)
      owner.groups.push(group)
      sums.set(group[3], owner)
    })
    return [...sums]
      .toSorted(([a, one], [b, other]) => other.counts.live - one.counts.live || order(a, b))
      .map(([owner, { counts, groups }]) => ({
        owner,
        certificates: counts.certificates,
        live: counts.live,
        services: distinct(groups.map(([service]) => service)),
        environments: distinct(groups.map(([, environment]) => environment)),
        regions: distinct(groups.map(([, , region]) => region)),
        first_end: Number.isFinite(counts.firstEnd) ? toInstant(counts.firstEnd * 1000) : null,
      }))
  }

  #each(take: (node: number, group: LabelGroup, counts: GroupCounts) => void): void {
    for (const [node, byGroup] of this.#counts.byNode.entries())
      for (const [group, counts] of byGroup) take(node, this.#groups[group] ?? ['', '', '', ''], counts)
  }
}

function authoritiesOf({ nodes }: BelowKey, { byNode }: Tally): ImpactAuthority[] {
  return nodes.map(({ key, parent }, index) => ({
    id: `a${String(index)}`,
    parent: parent === null ? null : `a${String(parent)}`,
    words: key.words.slice(0, 500),
    spki_sha256: key.spki_sha256,
    key_id: key.key_ids[0] ?? null,
    certificates: byNode[index]?.certificates ?? 0,
    live: byNode[index]?.live ?? 0,
  }))
}

function add(sum: Counts, { certificates, live }: Counts): void {
  sum.certificates += certificates
  sum.live += live
}

function ensure(sums: Map<string, Counts>, key: string): Counts {
  const known = sums.get(key)
  if (known !== undefined) return known
  const made = { certificates: 0, live: 0 }
  sums.set(key, made)
  return made
}

/** By code units, so that it is the same everywhere. */
function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function distinct(labels: readonly string[]): string[] {
  return [...new Set(labels)]
    .filter((label) => label !== '')
    .toSorted(order)
    .slice(0, MOST_NAMES)
}
