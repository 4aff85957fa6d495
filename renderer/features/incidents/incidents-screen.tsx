import type { ReactElement } from 'react'

import { useReading } from '../../bridge/use-reading.ts'
import { Button } from '../../ui/button.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { useNow } from '../../ui/use-now.ts'
import { ActionItems } from './action-items.tsx'
import { DrillHistory } from './drill-history.tsx'
import { IncidentsHome } from './incidents-home.tsx'
import styles from './incident-pages.module.css'

const NOTHING = {}

/** Incidents and drills of this facility, its playbooks, and what is still to be done. */
export function IncidentsScreen(): ReactElement {
  const { value, failure, read } = useReading('incidents.list', NOTHING)
  const now = useNow()
  if (failure !== null) {
    return (
      <div className={styles['failure']}>
        <FailureNote failure={failure} actions={<Button onPress={read}>Read it again</Button>} />
      </div>
    )
  }
  if (value === undefined) return <PageHead title="Reading the incidents">The log is asked.</PageHead>
  const { playbooks, incidents, actions } = value
  return (
    <IncidentsHome
      playbooks={playbooks}
      incidents={incidents}
      now={now}
      drills={<DrillHistory playbooks={playbooks} />}
      actions={<ActionItems actions={actions} />}
    />
  )
}
