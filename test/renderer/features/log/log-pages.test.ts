import { describe, expect, it } from 'vitest'
import { NO_ROWS, type Page, pagesOf, rowAt, takePage } from '../../../../renderer/features/log/log-pages.ts'
import type { LogRow } from '../../../../shared/ipc/contract/log.ts'

function group(title: string): LogRow {
  return { row: 'group', title, note: '' }
}

function page(more: Partial<Page>): Page {
  return { key: 'all', page: 0, ticket: 1, rows: [group('a')], rowCount: 1, total: 0, searched: 1, ...more }
}

describe('pagesOf', () => {
  it('names every page that a row stands in, and at least one', () => {
    expect(pagesOf(0, 20, 100)).toStrictEqual([0])
    expect(pagesOf(95, 101, 100)).toStrictEqual([0, 1])
    expect(pagesOf(100, 200, 100)).toStrictEqual([1])
    expect(pagesOf(0, 0, 100)).toStrictEqual([0])
  })
})

describe('takePage', () => {
  it('finds a row by its place among all rows', () => {
    const held = takePage(NO_ROWS, page({ page: 2, rows: [group('x'), group('y')], rowCount: 202 }))
    expect(rowAt(held, 201, 100)).toStrictEqual(group('y'))
    expect(rowAt(held, 202, 100)).toBeUndefined()
    expect(rowAt(held, 1, 100)).toBeUndefined()
  })

  it('keeps what is newer when an older answer comes late', () => {
    const newer = takePage(NO_ROWS, page({ ticket: 5, rows: [group('new')], rowCount: 9, total: 4 }))
    const after = takePage(newer, page({ ticket: 3, rows: [group('old')], rowCount: 7, total: 3 }))
    expect(rowAt(after, 0, 100)).toStrictEqual(group('new'))
    expect(after).toMatchObject({ rowCount: 9, total: 4 })
  })

  it('takes an older answer for a page that is not there yet, without its counts', () => {
    const newer = takePage(NO_ROWS, page({ ticket: 5, rowCount: 120 }))
    const after = takePage(newer, page({ page: 1, ticket: 4, rows: [group('second')], rowCount: 110 }))
    expect(rowAt(after, 100, 100)).toStrictEqual(group('second'))
    expect(after.rowCount).toBe(120)
  })

  it('begins anew under another filter', () => {
    const before = takePage(NO_ROWS, page({ page: 1, ticket: 8 }))
    const after = takePage(before, page({ key: 'other', ticket: 9 }))
    expect([...after.pages.keys()]).toStrictEqual([0])
  })
})
