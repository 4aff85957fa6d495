import { Clapperboard } from 'lucide-react'
import type { ReactElement } from 'react'
import { Link } from 'react-aria-components'

import type { IncidentSummary } from '../../../shared/ipc/contract/incidents.ts'
import { hrefTo } from '../../route.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Section } from '../../ui/section.tsx'
import { StateGlyph } from '../../ui/state-glyph.tsx'
import styles from './incidents-home.module.css'

/** Incidents and drills that have ended, the newest first. */
export function PastIncidents({ incidents }: { readonly incidents: readonly IncidentSummary[] }): ReactElement {
  return (
    <Section title="Earlier" note={incidents.length === 0 ? 'nothing' : String(incidents.length)}>
      {incidents.length === 0 ? (
        <div className={styles['empty']}>
          <EmptyState title="Neither incident nor drill yet">
            A drill shows in an hour what an incident would show at night. It touches no key and nothing outside.
          </EmptyState>
        </div>
      ) : (
        <ul>
          {incidents.map((run) => (
            <li key={run.run}>
              <Link href={hrefTo('incidents', 'run', run.run)} className={styles['past'] ?? ''}>
                {run.drill ? (
                  <Icon of={Clapperboard} />
                ) : (
                  <StateGlyph tone={run.status === 'closed' ? 'ok' : 'danger'} size={16} />
                )}
                <b>{run.title}</b>
                <span>
                  {run.drill ? 'drill' : 'incident'}
                  {run.status === 'aborted' && ', aborted'}
                </span>
                <small>
                  {run.openedAt.slice(0, 16).replace('T', ' ')}Z{run.class !== null && `, class ${run.class}`}
                  {run.late > 0 && `, ${run.late} ${run.late === 1 ? 'clock' : 'clocks'} late`}
                </small>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
