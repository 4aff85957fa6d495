import * as fc from 'fast-check'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'

import { clipPiece, share, type ValidityRow, validityRange, yearMarks } from '../../../renderer/ui/validity-scale.ts'
import { ValidityTable } from '../../../renderer/ui/validity-table.tsx'

const NOW = Date.UTC(2026, 11, 3)
const RANGE = validityRange(NOW)

describe('validity scale', () => {
  it('spans two years back and the years ahead, on year boundaries', () => {
    expect(yearMarks(RANGE).map((mark) => mark.year)).toEqual([2024, 2025, 2026, 2027, 2028, 2029, 2030, 2031])
    expect(yearMarks(RANGE)[0]?.left).toBe(0)
    expect(share(RANGE, RANGE.to)).toBe(100)
  })

  it('tears a validity that runs on beyond the picture', () => {
    expect(clipPiece(RANGE, Date.UTC(2017, 2, 14), Date.UTC(2037, 2, 11))).toEqual({
      left: 0,
      width: 100,
      tornLeft: true,
      tornRight: true,
    })
    expect(clipPiece(RANGE, Date.UTC(2025, 0, 1), Date.UTC(2026, 0, 1))).toMatchObject({
      tornLeft: false,
      tornRight: false,
    })
  })

  it('draws nothing of a validity that lies outside', () => {
    expect(clipPiece(RANGE, Date.UTC(2010, 0, 1), Date.UTC(2011, 0, 1))).toBeUndefined()
    expect(clipPiece(RANGE, Date.UTC(2040, 0, 1), Date.UTC(2041, 0, 1))).toBeUndefined()
  })

  it('never draws outside of the picture', () => {
    const instants = fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2090, 0, 1) })
    fc.assert(
      fc.property(instants, instants, (from, to) => {
        const piece = clipPiece(RANGE, from, to)
        if (piece === undefined) return
        expect(piece.left).toBeGreaterThanOrEqual(0)
        expect(piece.left + piece.width).toBeLessThanOrEqual(100.000001)
        expect(piece.width).toBeGreaterThan(0)
      }),
    )
  })
})

describe('ValidityTable', () => {
  const root: ValidityRow = {
    key: 'g2',
    name: 'Fleet Root G2',
    kind: 'root',
    notBefore: '2026-11-24T14:00:00Z',
    notAfter: '2026-12-05T00:00:00Z',
    nextCrl: null,
    state: 'Active',
    tone: 'ok',
  }

  it('says in days what the bar shows', () => {
    const markup = renderToStaticMarkup(<ValidityTable label="Authorities" rows={[root]} now={NOW} />)
    expect(markup).toContain('2026-11-24')
    expect(markup).toContain('<td>2 days</td>')
  })

  it('calls an authority expired when its time is over', () => {
    const late = { ...root, notAfter: '2026-12-02T23:59:59Z' }
    expect(renderToStaticMarkup(<ValidityTable label="Authorities" rows={[late]} now={NOW} />)).toContain(
      '<td>expired</td>',
    )
  })
})
