/** Browsers stop at about 33.5 million pixels; above this the scroll bar stands for more rows than it has pixels. */
const TALLEST = 30_000_000

export interface RowWindowInput {
  readonly count: number
  readonly rowHeight: number
  readonly viewHeight: number
  readonly scrollTop: number
}

export interface RowWindow {
  /** Height of all rows, as far as a browser goes. */
  readonly height: number
  /** Rows to draw: from `first` up to, not including, `end`. */
  readonly first: number
  readonly end: number
  /** Where the row `first` stands in the scrolled content. */
  readonly top: number
}

interface Scale {
  readonly height: number
  /** Rows per pixel that is scrolled. */
  readonly rate: number
}

function scaleOf({ count, rowHeight, viewHeight }: Omit<RowWindowInput, 'scrollTop'>): Scale {
  const full = count * rowHeight
  if (full <= TALLEST) return { height: full, rate: 1 / rowHeight }
  return { height: TALLEST, rate: (count - viewHeight / rowHeight) / (TALLEST - viewHeight) }
}

/** Which rows of a list with rows of one height are to be drawn. */
export function rowWindow(input: RowWindowInput): RowWindow {
  const { count, rowHeight, viewHeight } = input
  const { height, rate } = scaleOf(input)
  const scrollTop = Math.min(Math.max(0, input.scrollTop), Math.max(0, height - viewHeight))
  const at = scrollTop * rate
  const first = Math.min(Math.floor(at), Math.max(0, count - 1))
  const end = Math.min(count, first + Math.ceil(viewHeight / rowHeight) + 1)
  return { height, first, end, top: scrollTop - (at - first) * rowHeight }
}

/** The scroll position that shows row `index`, as near as can be to where one is. */
export function scrollToRow(input: RowWindowInput, index: number): number {
  const { rate } = scaleOf(input)
  const firstRow = input.scrollTop * rate
  const visible = input.viewHeight / input.rowHeight
  if (index < firstRow) return index / rate
  if (index + 1 > firstRow + visible) return Math.max(0, (index + 1 - visible) / rate)
  return input.scrollTop
}

/** The scroll position that shows row `index` with what stands around it; where one is, when the row is there already. */
export function scrollToSee(input: RowWindowInput, index: number): number {
  if (scrollToRow(input, index) === input.scrollTop) return input.scrollTop
  const above = Math.floor((input.viewHeight / input.rowHeight) * 0.4)
  return scrollToRow({ ...input, scrollTop: Number.MAX_SAFE_INTEGER }, Math.max(0, index - above))
}

/** Where a key leads from row `index`; undefined for a key that does not move. */
export function rowAfterKey(key: string, index: number, count: number, page: number): number | undefined {
  const moves: Readonly<Record<string, number>> = {
    ArrowDown: index + 1,
    ArrowUp: index - 1,
    PageDown: index + page,
    PageUp: index - page,
    Home: 0,
    End: count - 1,
  }
  const to = moves[key]
  return to === undefined || count === 0 ? undefined : Math.min(count - 1, Math.max(0, to))
}

/** The row at `aim` or, where that is a heading, the next one on the way from `from`, else the other way; undefined when all are headings. */
export function rowPastHeadings(
  aim: number,
  from: number,
  count: number,
  isHeading: (index: number) => boolean,
): number | undefined {
  const step = aim < from ? -1 : 1
  for (const direction of [step, -step]) {
    for (let row = aim; row >= 0 && row < count; row += direction) {
      if (!isHeading(row)) return row
    }
  }
  return undefined
}
