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
import { ComparePage } from './compare-page.tsx'
import { type LogPage, LogTabs, pageOf } from './log-tabs.tsx'
import { PackagePage } from './package-page.tsx'
import { PoliciesPage } from './policies-page.tsx'
import { StoriesPage } from './stories-page.tsx'
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
  const page = pageOf(rest)
  return (
    <div className={styles['page']}>
      <LogHead facility={facility} summary={value} />
      <LogTabs current={page} />
      <Page key={`${facility} ${page}`} page={page} summary={value} facility={facility} rest={rest} />
    </div>
  )
}

interface PageProps {
  readonly page: LogPage
  readonly facility: string
  readonly summary: LogSummary
  readonly rest: readonly string[]
}

function Page({ page, facility, summary, rest }: PageProps): ReactElement {
  switch (page) {
    case 'entries':
      return <Explorer facility={facility} summary={summary} address={rest.join('/')} />
    case 'stories':
      return <StoriesPage rest={rest.slice(1)} />
    case 'checkpoints':
      return <ComparePage rest={rest.slice(1)} />
    case 'policies':
      return <PoliciesPage />
    case 'package':
      return <PackagePage />
  }
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
    <>
      <LogFilters filter={filter} onChange={setFilter} summary={summary} total={rows.total} searched={rows.searched} />
      <VerdictProblems
        facility={facility}
        examined={summary.examined}
        onGoTo={(index) => selected.goTo({ kind: 'entry', index })}
      />
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
    </>
  )
}
