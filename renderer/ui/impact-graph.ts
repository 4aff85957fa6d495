/** What hangs on a key, as a picture: key, regions, services. Counts are certificates. */
export interface ImpactGraph {
  readonly source: { readonly name: string; readonly note: string }
  readonly regions: readonly ImpactRegion[]
  readonly services: readonly ImpactService[]
  readonly flows: readonly ImpactFlowPart[]
}

export interface ImpactRegion {
  readonly id: string
  readonly name: string
  /** "188 services" */
  readonly note: string
}

export interface ImpactService {
  readonly id: string
  readonly name: string
  /** Why it will break, in a few words: "pins AP-1"; null when it will not. */
  readonly breaks: string | null
}

export interface ImpactFlowPart {
  readonly region: string
  readonly service: string
  readonly count: number
}

export interface ImpactLimits {
  readonly regions: number
  readonly services: number
}

export const PICTURE_LIMITS: ImpactLimits = { regions: 5, services: 12 }

const OTHER = '\u0000other'

export function regionTotal(graph: ImpactGraph, region: string): number {
  return sum(graph.flows.filter((flow) => flow.region === region))
}

export function serviceTotal(graph: ImpactGraph, service: string): number {
  return sum(graph.flows.filter((flow) => flow.service === service))
}

export function graphTotal(graph: ImpactGraph): number {
  return sum(graph.flows)
}

export function flowCount(graph: ImpactGraph, region: string, service: string): number {
  return sum(graph.flows.filter((flow) => flow.region === region && flow.service === service))
}

function sum(flows: readonly ImpactFlowPart[]): number {
  return flows.reduce((total, { count }) => total + count, 0)
}

/** Largest first. */
function bySize<T extends { readonly id: string }>(items: readonly T[], sizeOf: (id: string) => number): readonly T[] {
  return items
    .map((item, place) => ({ item, place, size: sizeOf(item.id) }))
    .toSorted((a, b) => b.size - a.size || a.place - b.place)
    .map(({ item }) => item)
}

/**
 * The graph with no more regions and services than a picture can show, largest first. What will break stays as long as
 * there is room; what is left over becomes one "other", so that the sums stay the same.
 */
export function foldGraph(graph: ImpactGraph, limits: ImpactLimits = PICTURE_LIMITS): ImpactGraph {
  const regions = bySize(graph.regions, (id) => regionTotal(graph, id))
  const sized = bySize(graph.services, (id) => serviceTotal(graph, id))
  const kept = keep(regions, limits.regions)
  const breaking = [...sized.filter(({ breaks }) => breaks !== null), ...sized.filter(({ breaks }) => breaks === null)]
  const named = new Set(keep(breaking, limits.services).map(({ id }) => id))
  const services = sized.filter(({ id }) => named.has(id))
  const regionIds = new Set(kept.map(({ id }) => id))
  const left = sized.filter(({ id }) => !named.has(id))
  const leftRegions = regions.length - kept.length
  return {
    source: graph.source,
    regions: [
      ...kept,
      ...(leftRegions > 0 ? [{ id: OTHER, name: 'Other regions', note: `${leftRegions} regions` }] : []),
    ],
    services: [
      ...services,
      ...(left.length > 0
        ? [{ id: OTHER, name: `${left.length.toLocaleString('en')} other services`, breaks: breaksOf(left) }]
        : []),
    ],
    flows: merge(
      graph.flows.map((flow) => ({
        region: regionIds.has(flow.region) ? flow.region : OTHER,
        service: named.has(flow.service) ? flow.service : OTHER,
        count: flow.count,
      })),
    ),
  }
}

/** All when they fit, else one place is left for the rest. */
function keep<T>(items: readonly T[], limit: number): readonly T[] {
  return items.length <= limit ? items : items.slice(0, limit - 1)
}

function breaksOf(services: readonly ImpactService[]): string | null {
  const breaking = services.filter(({ breaks }) => breaks !== null).length
  return breaking === 0 ? null : `${breaking.toLocaleString('en')} of them will break`
}

function merge(flows: readonly ImpactFlowPart[]): readonly ImpactFlowPart[] {
  const merged = new Map<string, ImpactFlowPart>()
  for (const flow of flows) {
    const key = `${flow.region}\u0000${flow.service}`
    merged.set(key, { ...flow, count: flow.count + (merged.get(key)?.count ?? 0) })
  }
  return [...merged.values()]
}
