import * as fc from 'fast-check'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'

import { ImpactFlow } from '../../../renderer/ui/impact-flow.tsx'
import { foldGraph, graphTotal, type ImpactGraph, serviceTotal } from '../../../renderer/ui/impact-graph.ts'
import { layoutImpact, shareOut } from '../../../renderer/ui/impact-layout.ts'
import { ImpactTable } from '../../../renderer/ui/impact-table.tsx'

/** `counts[service][region]`; the services whose index is in `breaking` will break. */
function graph(counts: readonly (readonly number[])[], breaking: readonly number[] = []): ImpactGraph {
  const regions = Math.max(0, ...counts.map((row) => row.length))
  return {
    source: { name: 'AP-1', note: '1 key' },
    regions: Array.from({ length: regions }, (_, index) => ({ id: `r${index}`, name: `Region ${index}`, note: '' })),
    services: counts.map((_, index) => ({
      id: `s${index}`,
      name: `Service ${index}`,
      breaks: breaking.includes(index) ? 'pins AP-1' : null,
    })),
    flows: counts.flatMap((row, service) =>
      row.map((count, region) => ({ region: `r${region}`, service: `s${service}`, count })),
    ),
  }
}

const anyGraph = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 200 }))
  .map(([regions, numbers]) => {
    const services = Math.ceil(numbers.length / regions)
    const rows = Array.from({ length: services }, (_, index) => numbers.slice(index * regions, (index + 1) * regions))
    return graph(rows, [services - 1])
  })

describe('foldGraph', () => {
  it('leaves alone what fits', () => {
    const small = graph([[10, 5], [3]])
    expect(foldGraph(small)).toMatchObject({ regions: small.regions, flows: small.flows })
  })

  it('never shows more than a picture holds, loses no certificate, and keeps what will break in sight', () => {
    fc.assert(
      fc.property(anyGraph, (whole) => {
        const folded = foldGraph(whole)
        expect(folded.regions.length).toBeLessThanOrEqual(5)
        expect(folded.services.length).toBeLessThanOrEqual(12)
        expect(graphTotal(folded)).toBe(graphTotal(whole))
        const last = whole.services.at(-1)?.id
        expect(folded.services.map(({ id }) => id)).toContain(last)
      }),
      { numRuns: 60 },
    )
  })

  it('says how many of the rest will break when there is no room for all of them', () => {
    const all = Array.from({ length: 20 }, (_, index) => index)
    const folded = foldGraph(
      graph(
        all.map((index) => [index + 1]),
        all,
      ),
    )
    expect(folded.services.at(-1)).toMatchObject({ name: '9 other services', breaks: '9 of them will break' })
  })
})

describe('shareOut', () => {
  it('shares in proportion, with a least height for everything', () => {
    expect(shareOut([80, 20], 100, 10)).toEqual([80, 20])
    expect(shareOut([990, 10, 0], 120, 20)).toEqual([80, 20, 20])
    expect(shareOut([], 100, 10)).toEqual([])
    expect(shareOut([0, 0], 100, 10)).toEqual([50, 50])
  })

  it('uses the whole room and never less than the least', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1e6), { minLength: 1, maxLength: 12 }), (sizes) => {
        const heights = shareOut(sizes, 400, 19)
        expect(heights.reduce((a, b) => a + b, 0)).toBeCloseTo(400, 6)
        expect(Math.min(...heights)).toBeGreaterThanOrEqual(19 - 1e-9)
      }),
    )
  })
})

describe('layoutImpact', () => {
  it('draws everything inside the picture and nothing over another label', () => {
    fc.assert(
      fc.property(anyGraph, fc.integer({ min: 560, max: 1400 }), (whole, width) => {
        const layout = layoutImpact(foldGraph(whole), width)
        for (const column of [layout.regions, layout.services]) {
          let below = 0
          for (const box of column) {
            expect(box.y).toBeGreaterThanOrEqual(below - 1e-6)
            below = box.y + box.height
          }
          expect(below).toBeLessThanOrEqual(layout.height + 1e-6)
        }
        const [region] = layout.regions
        const [service] = layout.services
        expect(region?.x).toBeGreaterThan(layout.source.x + layout.source.width)
        expect(service?.x).toBeGreaterThan((region?.x ?? 0) + (region?.width ?? 0))
        expect((service?.x ?? 0) + (service?.width ?? 0) + layout.labelWidth).toBeLessThanOrEqual(width)
      }),
      { numRuns: 60 },
    )
  })

  it('draws no flow without certificates', () => {
    const layout = layoutImpact(
      graph([
        [10, 0],
        [0, 0],
      ]),
      700,
    )
    expect(layout.ribbons.filter(({ service }) => service !== undefined)).toHaveLength(1)
    expect(layout.ribbons.every(({ path }) => !path.includes('NaN'))).toBe(true)
  })
})

describe('ImpactFlow', () => {
  const whole = graph(
    [
      [700, 2],
      [12, 88],
    ],
    [1],
  )

  it('is one picture with a name that tells the sums and where the table is', () => {
    const markup = renderToStaticMarkup(<ImpactFlow title="Impact" note="" graph={whole} />)
    expect(markup).toContain(
      'aria-label="Impact: 802 certificates of AP-1 in 2 regions and 2 services. The same data is there as a table."',
    )
    expect(markup).toContain('1 service will break')
  })

  it('marks what will break by triangle and hatch, not by colour alone', () => {
    const markup = renderToStaticMarkup(<ImpactFlow title="Impact" note="" graph={whole} />)
    expect(markup.match(/fill:url\(#/g)).toHaveLength(2)
    expect(markup.match(/data-tone="attention"/g)).toHaveLength(2)
  })

  it('has the same numbers as a table, unfolded', () => {
    const many = graph(Array.from({ length: 30 }, (_, index) => [index + 1]))
    const markup = renderToStaticMarkup(<ImpactTable label="Impact" graph={many} />)
    expect(markup.match(/scope="row"/g)).toHaveLength(31)
    expect(serviceTotal(many, 's29')).toBe(30)
    expect(markup).toContain('<b>465</b>')
  })
})
