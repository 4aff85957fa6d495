import type { ReactElement } from 'react'

import { useFacility } from '../../bridge/facility-store.ts'
import { useReading } from '../../bridge/use-reading.ts'
import { Button } from '../../ui/button.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { OverviewPage } from './overview-page.tsx'
import styles from './overview.module.css'

const NOTHING = {}

/** Is the room ready, what is due, who belongs to whom, what happened last. */
export function OverviewScreen(): ReactElement {
  const { value, failure, read } = useReading('overview.read', NOTHING)
  const openRun = useFacility((store) => store.facility?.openRun ?? null)
  if (failure !== null) {
    return (
      <div className={styles['failure']}>
        <FailureNote failure={failure} actions={<Button onPress={read}>Read it again</Button>} />
      </div>
    )
  }
  if (value === undefined) return <PageHead title="Reading the facility">Its log and its HSMs are asked.</PageHead>
  return <OverviewPage overview={value} openRun={openRun} />
}
