import type { ReactElement, ReactNode } from 'react'
import { ListBox, ListBoxItem, ListLayout, Virtualizer } from 'react-aria-components'

import { classNames } from './class-names.ts'
import styles from './row-list.module.css'

export interface RowListProps<T> {
  readonly label: string
  readonly items: readonly T[]
  readonly idOf: (item: T) => string
  /** For type-ahead and screen readers. */
  readonly textOf: (item: T) => string
  readonly renderRow: (item: T) => ReactNode
  readonly selected: string | undefined
  readonly onSelect: (id: string) => void
  /** Pixels; all rows are equally high. */
  readonly rowHeight?: number
  readonly empty?: ReactNode
}

/** A list one walks with the arrow keys; only the visible rows are in the document. For tens of thousands of rows. */
export function RowList<T extends object>(props: RowListProps<T>): ReactElement {
  const { label, items, idOf, textOf, renderRow, selected, onSelect, rowHeight = 30, empty } = props
  return (
    <Virtualizer layout={ListLayout} layoutOptions={{ rowSize: rowHeight }}>
      <ListBox
        aria-label={label}
        className={classNames(styles['list'])}
        items={items}
        selectionMode="single"
        selectionBehavior="replace"
        disallowEmptySelection
        selectedKeys={selected === undefined ? [] : [selected]}
        onSelectionChange={(keys) => {
          const [id] = keys === 'all' ? [] : keys
          if (typeof id === 'string') onSelect(id)
        }}
        renderEmptyState={() => empty}
      >
        {(item) => (
          <ListBoxItem id={idOf(item)} textValue={textOf(item)} className={classNames(styles['row'])}>
            {renderRow(item)}
          </ListBoxItem>
        )}
      </ListBox>
    </Virtualizer>
  )
}
