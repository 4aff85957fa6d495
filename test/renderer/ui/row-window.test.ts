import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { rowAfterKey, rowPastHeadings, rowWindow, scrollToRow, scrollToSee } from '../../../renderer/ui/row-window.ts'

const inputs = fc.record({
  count: fc.integer({ min: 0, max: 5_000_000 }),
  rowHeight: fc.constantFrom(24, 30, 35),
  viewHeight: fc.integer({ min: 100, max: 1200 }),
  scrollTop: fc.integer({ min: 0, max: 40_000_000 }),
})

describe('row window', () => {
  it('fills the view and never names a row that is not there', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { first, end, top, height } = rowWindow(input)
        expect(first).toBeGreaterThanOrEqual(0)
        expect(end).toBeLessThanOrEqual(input.count)
        const scrolled = Math.min(input.scrollTop, Math.max(0, height - input.viewHeight))
        expect(top).toBeLessThanOrEqual(scrolled)
        const bottom = top + (end - first) * input.rowHeight
        expect(bottom + 0.01).toBeGreaterThanOrEqual(Math.min(scrolled + input.viewHeight, height))
      }),
    )
  })

  it('shows the last row at the end of five million', () => {
    const input = { count: 5_000_000, rowHeight: 30, viewHeight: 600, scrollTop: 30_000_000 }
    const { first, end, top } = rowWindow(input)
    expect(end).toBe(5_000_000)
    expect(top + (end - first) * 30).toBeCloseTo(30_000_000, 1)
  })

  it('scrolls to a row just as far as needed', () => {
    const input = { count: 1_000_000, rowHeight: 30, viewHeight: 600, scrollTop: 3000 }
    expect(scrollToRow(input, 105)).toBe(3000)
    expect(scrollToRow(input, 50)).toBe(1500)
    expect(scrollToRow(input, 120)).toBe(3030)
  })

  it('has the row it scrolled to in the view', () => {
    fc.assert(
      fc.property(inputs, fc.nat(), (input, seed) => {
        fc.pre(input.count > 0)
        const index = seed % input.count
        const { first, end } = rowWindow({ ...input, scrollTop: scrollToRow({ ...input, scrollTop: 0 }, index) })
        expect(first).toBeLessThanOrEqual(index)
        expect(end).toBeGreaterThan(index)
      }),
    )
  })

  it('walks with the keys and stops at both ends', () => {
    expect(rowAfterKey('ArrowDown', 9, 10, 5)).toBe(9)
    expect(rowAfterKey('ArrowUp', 0, 10, 5)).toBe(0)
    expect(rowAfterKey('PageDown', 2, 10, 5)).toBe(7)
    expect(rowAfterKey('End', 2, 10, 5)).toBe(9)
    expect(rowAfterKey('ArrowDown', -1, 10, 5)).toBe(0)
    expect(rowAfterKey('x', 2, 10, 5)).toBeUndefined()
    expect(rowAfterKey('ArrowDown', -1, 0, 5)).toBeUndefined()
  })

  it('walks past headings, and back into the list from one at an end', () => {
    const headings = new Set([0, 5, 6, 9])
    const isHeading = (row: number): boolean => headings.has(row)
    expect(rowPastHeadings(5, 4, 10, isHeading)).toBe(7)
    expect(rowPastHeadings(6, 7, 10, isHeading)).toBe(4)
    expect(rowPastHeadings(0, 3, 10, isHeading)).toBe(1)
    expect(rowPastHeadings(9, 3, 10, isHeading)).toBe(8)
    expect(rowPastHeadings(2, 1, 10, isHeading)).toBe(2)
    expect(rowPastHeadings(0, -1, 1, isHeading)).toBeUndefined()
  })

  it('scrolls to see a row among its neighbours, and not at all when it is there', () => {
    const input = { count: 1000, rowHeight: 30, viewHeight: 600, scrollTop: 3000 }
    expect(scrollToSee(input, 105)).toBe(3000)
    expect(scrollToSee(input, 500)).toBe((500 - 8) * 30)
    expect(scrollToSee(input, 2)).toBe(0)
  })
})
