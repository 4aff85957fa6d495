import {
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
  memo,
  useEffect,
  useEffectEvent,
  useId,
  useRef,
  useState,
} from 'react'

import { classNames } from './class-names.ts'
import { rowAfterKey, rowPastHeadings, rowWindow, scrollToRow, scrollToSee } from './row-window.ts'
import styles from './windowed-list.module.css'

export interface WindowedListProps {
  readonly label: string
  /** All rows there are, also those that are not loaded. */
  readonly count: number
  readonly rowHeight?: number
  /** Undefined while the row is not loaded: its place stays empty. */
  readonly renderRow: (index: number) => ReactNode | undefined
  readonly selected: number | undefined
  readonly onSelect: (index: number) => void
  /** The rows that are shown changed: load them. `end` is not included. */
  readonly onShow: (first: number, end: number) => void
  readonly empty?: ReactNode
  /** A heading between rows: it is drawn, and neither chosen nor walked to. */
  readonly isHeading?: (index: number) => boolean
  /** Scrolls to a row each time another object is given; `null` in `row` is the top. */
  readonly reveal?: { readonly row: number | null } | undefined
}

/** Rows that keep their place while the list is scrolled past them. */
const ANCHORED = 1_024

/** A list of a million rows of one height that are loaded as they come into view. Walk it with the arrow keys. */
export function WindowedList(props: WindowedListProps): ReactElement {
  const { label, count, rowHeight = 30, renderRow, selected, onSelect, onShow, empty, isHeading, reveal } = props
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const [scrollTop, setScrollTop] = useState(0)
  const [viewHeight, setViewHeight] = useState(0)
  const input = { count, rowHeight, viewHeight, scrollTop }
  const { height, first, end, top } = rowWindow(input)
  // rows stand still below an anchor, and what holds them moves
  const anchor = first - (first % ANCHORED)

  // a window that becomes lower must not hide the row one was looking at
  const keepInView = useEffectEvent((element: HTMLElement, before: number, now: number) => {
    if (selected === undefined || before === 0) return
    const at = { ...input, scrollTop: element.scrollTop }
    if (scrollToRow({ ...at, viewHeight: before }, selected) !== element.scrollTop) return
    element.scrollTop = scrollToRow({ ...at, viewHeight: now }, selected)
  })

  useEffect(() => {
    const element = list.current
    if (element === null) return undefined
    let before = 0
    const observer = new ResizeObserver(() => {
      keepInView(element, before, element.clientHeight)
      before = element.clientHeight
      setViewHeight(element.clientHeight)
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [])

  // the caller's function may be a new one at every draw: only other rows are news to it
  const show = useRef(onShow)
  useEffect(() => {
    show.current = onShow
  })
  useEffect(() => {
    if (end > first) show.current(first, end)
  }, [first, end])

  const geometry = useRef(input)
  useEffect(() => {
    geometry.current = input
  })
  useEffect(() => {
    const element = list.current
    if (element === null || reveal === undefined) return
    const at = { ...geometry.current, viewHeight: element.clientHeight, scrollTop: element.scrollTop }
    element.scrollTop = reveal.row === null ? 0 : scrollToSee(at, reveal.row)
  }, [reveal])

  function moveByKey(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor(viewHeight / rowHeight) - 1)
    const from = selected ?? -1
    const aim = rowAfterKey(event.key, from, count, page)
    if (aim === undefined) return
    event.preventDefault()
    const to = isHeading === undefined ? aim : rowPastHeadings(aim, from, count, isHeading)
    if (to === undefined) return
    if (list.current !== null) list.current.scrollTop = scrollToRow(input, to)
    onSelect(to)
  }

  const selectedShown = selected !== undefined && selected >= first && selected < end
  return (
    <div
      ref={list}
      className={styles['list']}
      // a select cannot hold rows with markup, nor a million of them
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="listbox"
      aria-label={label}
      tabIndex={0}
      {...(selectedShown && { 'aria-activedescendant': `${id}-${selected}` })}
      onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}
      onKeyDown={moveByKey}
    >
      {count === 0 && empty}
      <div className={styles['space']} style={{ height }} role="presentation">
        <div
          className={styles['rows']}
          style={{ transform: `translateY(${top - (first - anchor) * rowHeight}px)` }}
          role="presentation"
        >
          {Array.from({ length: end - first }, (_, place) => {
            const index = first + place
            return (
              <Row
                key={index}
                id={`${id}-${index}`}
                index={index}
                count={count}
                top={(index - anchor) * rowHeight}
                height={rowHeight}
                heading={isHeading?.(index) === true}
                selected={index === selected}
                renderRow={renderRow}
                onSelect={onSelect}
              />
            )
          })}
        </div>
      </div>
    </div>
  )
}

interface RowProps extends Pick<WindowedListProps, 'count' | 'renderRow' | 'onSelect'> {
  readonly id: string
  readonly index: number
  /** Below the anchor, in pixels. */
  readonly top: number
  readonly height: number
  readonly heading: boolean
  readonly selected: boolean
}

/** Drawn once: while the list is scrolled, only rows that come into view are new. */
const Row = memo(function Row(props: RowProps): ReactElement {
  const { id, index, count, top, height, heading, selected, renderRow, onSelect } = props
  const box = { height, transform: `translateY(${top}px)` }
  if (heading) {
    return (
      <div className={classNames(styles['row'], styles['heading'])} style={box} role="presentation">
        {renderRow(index)}
      </div>
    )
  }
  return (
    // the keys are handled by the list, which has the focus
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      id={id}
      className={classNames(styles['row'], selected && styles['selected'])}
      style={box}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="option"
      aria-selected={selected}
      aria-setsize={count}
      aria-posinset={index + 1}
      onClick={() => onSelect(index)}
    >
      {renderRow(index)}
    </div>
  )
})
