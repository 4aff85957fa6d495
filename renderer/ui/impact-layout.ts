import { graphTotal, type ImpactGraph, regionTotal, serviceTotal } from './impact-graph.ts'

/** Pixels. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface Ribbon {
  readonly key: string
  /** SVG path. */
  readonly path: string
  readonly breaks: boolean
  readonly region: string
  /** Undefined: from the key to the region. */
  readonly service?: string
}

export interface ImpactLayout {
  readonly width: number
  readonly height: number
  readonly source: Box
  readonly regions: readonly (Box & { readonly id: string; readonly count: number })[]
  /** The bars; their labels have the room at the right of them. */
  readonly services: readonly (Box & { readonly id: string; readonly count: number })[]
  readonly labelWidth: number
  readonly ribbons: readonly Ribbon[]
}

const BAR = 5
const LOWEST = 196

/** Shares of `room` in proportion to `sizes`, none below `least`. The sum is `room` where the room allows it. */
export function shareOut(sizes: readonly number[], room: number, least: number): readonly number[] {
  const total = sizes.reduce((a, b) => a + b, 0)
  if (sizes.length === 0) return []
  if (least * sizes.length >= room || total === 0) return sizes.map(() => room / sizes.length)
  const small = new Set<number>()
  for (;;) {
    const free = room - small.size * least
    const weight = sizes.reduce((sum, size, index) => (small.has(index) ? sum : sum + size), 0)
    const before = small.size
    sizes.forEach((size, index) => {
      if (!small.has(index) && (size / weight) * free < least) small.add(index)
    })
    if (small.size === before) return sizes.map((size, i) => (small.has(i) ? least : (size / weight) * free))
  }
}

function column(sizes: readonly number[], height: number, gap: number, least: number): { y: number; height: number }[] {
  const heights = shareOut(sizes, height - gap * Math.max(0, sizes.length - 1), least)
  let y = 0
  return heights.map((each) => {
    const box = { y, height: each }
    y += each + gap
    return box
  })
}

function ribbon(x0: number, y0: number, h0: number, x1: number, y1: number, h1: number): string {
  const middle = (x0 + x1) / 2
  const [a, b, c, d] = [y0, y1, y1 + h1, y0 + h0].map((y) => y.toFixed(1))
  return `M${x0} ${a}C${middle} ${a} ${middle} ${b} ${x1} ${b}V${c}C${middle} ${c} ${middle} ${d} ${x0} ${d}Z`
}

function clamp(least: number, value: number, most: number): number {
  return Math.round(Math.min(most, Math.max(least, value)))
}

/** How high the picture has to be so that every label has its line. */
export function impactHeight(graph: ImpactGraph): number {
  return Math.max(LOWEST, graph.services.length * 24, graph.regions.length * 46)
}

/** Where everything is drawn: heights in proportion to certificates, but none so low that its name would not fit. */
export function layoutImpact(graph: ImpactGraph, width: number, height = impactHeight(graph)): ImpactLayout {
  const labelWidth = clamp(176, width * 0.29, 300)
  const keyWidth = clamp(104, width * 0.15, 160)
  const regionWidth = clamp(132, width * 0.2, 200)
  const serviceX = width - labelWidth - BAR
  const regionX = Math.round(keyWidth + (serviceX - keyWidth - regionWidth) * 0.48)
  const total = graphTotal(graph)
  const source = { x: 0, y: 8, width: keyWidth, height: height - 16 }

  const regionSizes = graph.regions.map(({ id }) => regionTotal(graph, id))
  const regionBoxes = column(regionSizes, height, 10, 34)
  const regions = graph.regions.map(({ id }, index) => ({
    id,
    count: regionSizes[index] ?? 0,
    x: regionX,
    width: regionWidth,
    y: regionBoxes[index]?.y ?? 0,
    height: regionBoxes[index]?.height ?? 0,
  }))
  const serviceSizes = graph.services.map(({ id }) => serviceTotal(graph, id))
  const serviceBoxes = column(serviceSizes, height, graph.services.length > 6 ? 4 : 10, 19)
  const services = graph.services.map(({ id }, index) => ({
    id,
    count: serviceSizes[index] ?? 0,
    x: serviceX,
    width: BAR,
    y: serviceBoxes[index]?.y ?? 0,
    height: serviceBoxes[index]?.height ?? 0,
  }))

  const ribbons: Ribbon[] = []
  let out = source.y
  for (const region of regions) {
    const thick = total === 0 ? 0 : (source.height * region.count) / total
    const path = ribbon(source.x + source.width, out, thick, region.x, region.y, region.height)
    ribbons.push({ key: region.id, path, breaks: false, region: region.id })
    out += thick
  }
  const into = new Map(services.map(({ id, y }) => [id, y]))
  for (const region of regions) {
    let from = region.y
    for (const [index, service] of services.entries()) {
      const flow = graph.flows.find((each) => each.region === region.id && each.service === service.id)
      if (flow === undefined || flow.count === 0) continue
      const left = (region.height * flow.count) / region.count
      const right = (service.height * flow.count) / service.count
      const to = into.get(service.id) ?? service.y
      ribbons.push({
        key: `${region.id} ${service.id}`,
        path: ribbon(region.x + region.width, from, left, service.x, to, right),
        breaks: graph.services[index]?.breaks !== null,
        region: region.id,
        service: service.id,
      })
      from += left
      into.set(service.id, to + right)
    }
  }
  return { width, height, source, regions, services, labelWidth, ribbons }
}
