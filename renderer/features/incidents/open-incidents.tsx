import { Clapperboard } from 'lucide-react'
import type { ReactElement } from 'react'
import { Link } from 'react-aria-components'

import type { IncidentSummary } from '../../../shared/ipc/contract/incidents.ts'
import { hrefTo } from '../../route.ts'
import { clockFace, spanText } from '../../ui/clock-face.ts'
import { CLOCK_TONES } from '../../ui/clock.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Icon } from '../../ui/icon.tsx'
import { Section } from '../../ui/section.tsx'
import { StateGlyph } from '../../ui/state-glyph.tsx'
import { Badge, State } from '../../ui/state.tsx'
import { clockFacts } from './incident-clocks.tsx'
import styles from './incidents-home.module.css'

export interface OpenIncidentsProps {
  readonly incidents: readonly IncidentSummary[]
  /** Milliseconds since the epoch. */
  readonly now: number
}

/** What somebody works on now. A drill is chequered and never red. */
export function OpenIncidents({ incidents, now }: OpenIncidentsProps): ReactElement {
  return (
    <Section title="Open" note={String(incidents.length)}>
      <ul className={styles['open']}>
        {incidents.map((run) => (
          <li key={run.run}>
            <Link
              href={hrefTo('incidents', 'run', run.run)}
              className={classNames(styles['incident'], run.drill && styles['drill'])}
            >
              {run.drill ? <Icon of={Clapperboard} size={20} /> : <StateGlyph tone="danger" size={20} />}
              <span className={styles['what']}>
                <b>
                  {run.drill && 'Drill: '}
                  {run.title}
                </b>
                <small>{nextWords(run)}</small>
              </span>
              {run.class !== null && <Badge tone={run.drill ? 'off' : 'danger'}>Class {run.class}</Badge>}
              <NextClock incident={run} now={now} />
              <code>T+{spanText(Math.max(0, now - Date.parse(run.awareAt)))}</code>
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function nextWords({ next, done, total }: IncidentSummary): string {
  return next === null ? 'Every step is done' : `Step ${next.number}, ${next.title}; ${done} of ${total} done`
}

/** The deadline that comes next, or that is past. */
function NextClock({ incident, now }: { readonly incident: IncidentSummary; readonly now: number }): ReactElement {
  const { clock } = incident
  if (clock === null) return <span />
  const face = clockFace(clockFacts(clock), now)
  return (
    <State tone={CLOCK_TONES[face.state]}>
      {clock.title}: {face.time} {face.due}
    </State>
  )
}
