import { type ReactElement, useState } from 'react'

import type { PlaybookView } from '../../../shared/ipc/contract/incidents.ts'
import { useReading } from '../../bridge/use-reading.ts'
import { DrillTrend } from '../../ui/drill-trend.tsx'
import { Select } from '../../ui/select.tsx'
import styles from './incidents-home.module.css'
import { drillPoints } from './trend-points.ts'

/** How fast people recovered in the drills of one playbook; not there before the first. */
export function DrillHistory({ playbooks }: { readonly playbooks: readonly PlaybookView[] }): ReactElement | null {
  const drilled = playbooks.filter(({ test }) => test.last !== null)
  const [picked, setPicked] = useState<string>()
  const shown = drilled.find(({ procedure }) => procedure === picked) ?? drilled[0]
  if (shown === undefined) return null
  return (
    <div className={styles['history']}>
      {drilled.length > 1 && (
        <div className={styles['which']}>
          <Select
            label="Drills of"
            value={shown.procedure}
            onChange={setPicked}
            choices={drilled.map(({ procedure, title }) => ({ id: procedure, label: title }))}
          />
        </div>
      )}
      <Trend key={shown.procedure} playbook={shown} />
    </div>
  )
}

function Trend({ playbook }: { readonly playbook: PlaybookView }): ReactElement | null {
  const { value } = useReading('incident.drills', { procedure: playbook.procedure })
  if (value === undefined) return null
  return (
    <DrillTrend
      title={`Recovery in drills of “${playbook.title}”`}
      note={`${value.trend.length}, against the target of each`}
      points={drillPoints(value.trend)}
    />
  )
}
