import { Siren } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'

import type { IncidentSummary, PlaybookView } from '../../../shared/ipc/contract/incidents.ts'
import { navigate } from '../../route.ts'
import { Button } from '../../ui/button.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { headline, proof } from './home-words.ts'
import styles from './incidents-home.module.css'
import { OpenIncidents } from './open-incidents.tsx'
import { PastIncidents } from './past-incidents.tsx'
import { PlaybookList } from './playbook-list.tsx'

export interface IncidentsHomeProps {
  readonly playbooks: readonly PlaybookView[]
  /** Open ones first, then the newest. */
  readonly incidents: readonly IncidentSummary[]
  /** Milliseconds since the epoch. */
  readonly now: number
  readonly failure?: ReactNode
  /** Under the playbooks: how drills went. */
  readonly drills?: ReactNode
  /** At the right, first: what is still to be done. */
  readonly actions?: ReactNode
}

/** What is open, what to do when something happens, and what was learnt. */
export function IncidentsHome(props: IncidentsHomeProps): ReactElement {
  const { playbooks, incidents, now, failure, drills, actions } = props
  const open = incidents.filter(({ status }) => status === 'open').toSorted((a, b) => Number(a.drill) - Number(b.drill))
  return (
    <div className={styles['page']}>
      <PageHead
        title={headline(open)}
        actions={
          <Button
            icon={Siren}
            variant="primary"
            locked={playbooks.length === 0 ? 'The library has no playbook that it could lead to.' : undefined}
            onPress={() => navigate('incidents', 'what-happened')}
          >
            Something happened
          </Button>
        }
      >
        {proof(playbooks, now)}
      </PageHead>
      <div className={styles['columns']}>
        <div className={styles['main']}>
          {failure}
          {open.length > 0 && <OpenIncidents incidents={open} now={now} />}
          <PlaybookList playbooks={playbooks} />
          {drills}
        </div>
        <aside className={styles['side']} aria-label="To be done, and earlier">
          {actions}
          <PastIncidents incidents={incidents.filter(({ status }) => status !== 'open')} />
        </aside>
      </div>
    </div>
  )
}
