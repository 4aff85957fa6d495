import { type ReactElement, useCallback } from 'react'

import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { WindowedList } from '../../ui/windowed-list.tsx'
import { LogRowLine } from './log-row-line.tsx'
import styles from './log.module.css'
import { selectionOf } from './selection.ts'
import type { LogRows } from './use-log-rows.ts'
import type { LogSelection } from './use-log-selection.ts'

export interface LogListProps {
  readonly rows: LogRows
  readonly selected: LogSelection
  /** Takes every filter away. */
  readonly onClear: () => void
}

export function LogList({ rows, selected, onClear }: LogListProps): ReactElement {
  const { rowAt } = rows
  const renderRow = useCallback(
    (index: number) => {
      const row = rowAt(index)
      return row === undefined ? undefined : <LogRowLine row={row} />
    },
    [rowAt],
  )
  return (
    <section className={styles['list']} aria-label="Entries">
      {rows.failure === null ? (
        <WindowedList
          label="Entries of the log"
          count={rows.rowCount}
          renderRow={renderRow}
          isHeading={(index) => rowAt(index)?.row === 'group'}
          selected={selected.row}
          onSelect={(index) => {
            const row = rowAt(index)
            const selection = row === undefined ? undefined : selectionOf(row)
            if (selection !== undefined) selected.choose(index, selection)
          }}
          onShow={rows.show}
          reveal={rows.ready ? selected.reveal : undefined}
          empty={
            rows.total === 0 && (
              <div className={styles['note']}>
                <EmptyState title="No entry matches" action={<Button onPress={onClear}>Show every entry</Button>}>
                  Every word is looked for in the sentences and in the values; a digest or a serial by how it begins.
                </EmptyState>
              </div>
            )
          }
        />
      ) : (
        <div className={styles['note']}>
          <FailureNote failure={rows.failure} />
        </div>
      )}
    </section>
  )
}
