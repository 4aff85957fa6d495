import type { LogRow } from '../../../shared/ipc/contract/log.ts'

/** What was read of the rows under one filter. */
export interface HeldRows {
  /** Of the filter; another one begins anew. */
  readonly key: string
  readonly rowCount: number
  readonly total: number | undefined
  /** Entries that were looked at. */
  readonly searched: number
  readonly pages: ReadonlyMap<number, { readonly rows: readonly LogRow[]; readonly ticket: number }>
  /** The latest question that was answered: its counts hold. */
  readonly ticket: number
}

export interface Page {
  readonly key: string
  readonly page: number
  /** Questions in the order in which they were asked. */
  readonly ticket: number
  readonly rows: readonly LogRow[]
  readonly rowCount: number
  readonly total: number
  readonly searched: number
}

export const NO_ROWS: HeldRows = { key: '', rowCount: 0, total: undefined, searched: 0, pages: new Map(), ticket: 0 }

/** The pages in which the rows from `first` up to, not including, `end` stand. */
export function pagesOf(first: number, end: number, size: number): number[] {
  const from = Math.floor(first / size)
  const to = Math.floor(Math.max(first, end - 1) / size)
  return Array.from({ length: to - from + 1 }, (_, index) => from + index)
}

/** Takes in an answer. Answers can overtake each other: an older one replaces nothing that is newer. */
export function takePage(held: HeldRows, answer: Page): HeldRows {
  const { key, page, ticket, rows, rowCount, total, searched } = answer
  const same = held.key === key
  const pages = new Map(same ? held.pages : [])
  const before = pages.get(page)
  if (before === undefined || before.ticket < ticket) pages.set(page, { rows, ticket })
  if (same && held.ticket > ticket) return { ...held, pages }
  return { key, rowCount, total, searched, pages, ticket }
}

export function rowAt(held: HeldRows, row: number, size: number): LogRow | undefined {
  return held.pages.get(Math.floor(row / size))?.rows[row % size]
}
