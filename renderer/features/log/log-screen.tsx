import { type ReactElement, useState } from 'react'

import type { LogFilter } from '../../../shared/ipc/contract/log.ts'
import { useFacility } from '../../bridge/facility-store.ts'
import { useReading } from '../../bridge/use-reading.ts'
import { CheckpointDetail } from './checkpoint-detail.tsx'
import { EntryDetail } from './entry-detail.tsx'
import { LogFilters } from './log-filters.tsx'
import { LogHead } from './log-head.tsx'
import { LogList } from './log-list.tsx'
import styles from './log.module.css'
import { useLogRows } from './use-log-rows.ts'
import { useLogSelection } from './use-log-selection.ts'
import { VerdictProblems } from './verdict-problems.tsx'

const NOTHING = {}

/** Everything that happened, in order, and the proof that nothing of it was changed. `rest`: what the address names. */
export function LogScreen({ rest }: { readonly rest: readonly string[] }): ReactElement {
  const [filter, setFilter] = useState<LogFilter>(NOTHING)
  const facility = useFacility((store) => store.facility?.path ?? '')
  const summary = useReading('log.summary', NOTHING).value
  const rows = useLogRows(filter)
  const selected = useLogSelection(rest, filter, summary?.size)
  const { selection } = selected
  return (
    <div className={styles['page']}>
      <LogHead facility={facility} summary={summary} />
      <LogFilters filter={filter} onChange={setFilter} summary={summary} total={rows.total} />
      <VerdictProblems facility={facility} onGoTo={(index) => selected.goTo({ kind: 'entry', index })} />
      <div className={styles['columns']}>
        <LogList rows={rows} selected={selected} onClear={() => setFilter(NOTHING)} />
        {selection?.kind === 'checkpoint' ? (
          <CheckpointDetail
            key={selection.size}
            size={selection.size}
            row={selected.row === undefined ? undefined : rows.rowAt(selected.row)}
          />
        ) : (
          <EntryDetail index={selection?.index ?? null} />
        )}
      </div>
    </div>
  )
}
