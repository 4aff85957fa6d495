import { type ReactElement, useState } from 'react'

import type { LogFilter, LogSummary } from '../../../shared/ipc/contract/log.ts'
import { useFacility } from '../../bridge/facility-store.ts'
import { useReading } from '../../bridge/use-reading.ts'
import { Button } from '../../ui/button.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { PageHead } from '../../ui/page-head.tsx'
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
  const facility = useFacility((store) => store.facility?.path ?? '')
  const { value, failure, read } = useReading('log.summary', NOTHING)
  if (failure !== null) {
    return (
      <div className={styles['failure']}>
        <FailureNote failure={failure} actions={<Button onPress={read}>Read it again</Button>} />
      </div>
    )
  }
  if (value === undefined) {
    return (
      <PageHead size="detail" tone="waiting" title="Reading the log">
        It is read, not changed.
      </PageHead>
    )
  }
  return <Explorer key={facility} facility={facility} summary={value} address={rest.join('/')} />
}

interface ExplorerProps {
  readonly facility: string
  readonly summary: LogSummary
  readonly address: string
}

function Explorer({ facility, summary, address }: ExplorerProps): ReactElement {
  const [filter, setFilter] = useState<LogFilter>(NOTHING)
  // what was the newest when the screen was opened: the log may grow meanwhile
  const [newest] = useState(() => ({ kind: 'entry', index: Math.max(0, summary.size - 1) }) as const)
  const rows = useLogRows(filter)
  const selected = useLogSelection(address, filter, newest)
  const { selection } = selected
  return (
    <div className={styles['page']}>
      <LogHead facility={facility} summary={summary} />
      <LogFilters filter={filter} onChange={setFilter} summary={summary} total={rows.total} searched={rows.searched} />
      <VerdictProblems facility={facility} onGoTo={(index) => selected.goTo({ kind: 'entry', index })} />
      <div className={styles['columns']}>
        <LogList rows={rows} selected={selected} onClear={() => setFilter(NOTHING)} />
        {selection.kind === 'checkpoint' ? (
          <CheckpointDetail
            key={selection.size}
            size={selection.size}
            row={selected.row === undefined ? undefined : rows.rowAt(selected.row)}
          />
        ) : (
          <EntryDetail index={selection.index} />
        )}
      </div>
    </div>
  )
}
