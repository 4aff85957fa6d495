import type { ReactElement } from 'react'

import type { IncidentView } from '../../../shared/ipc/contract/incidents.ts'
import type { ImpactResult } from '../../../shared/ipc/contract/inventory-steps.ts'
import type { Response } from '../../bridge/client.ts'
import { useReading } from '../../bridge/use-reading.ts'
import { DigestLine } from '../../ui/digest-line.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { commonName, fleetGraph } from '../../ui/fleet-graph.ts'
import { ImpactFlow } from '../../ui/impact-flow.tsx'
import { issueTime } from '../../ui/issue-time.ts'
import { ListRow, Rows } from '../../ui/list-row.tsx'
import { Readings } from '../../ui/readings.tsx'
import { Section } from '../../ui/section.tsx'
import styles from './incident-pages.module.css'

/** What hangs on the key: how much, where, whose, how long to replace it; and what no record explains. */
export function ImpactPage({ incident }: { readonly incident: IncidentView }): ReactElement {
  const { value, failure } = useReading('incident.impact', { run: incident.run })
  if (value === undefined)
    return <div className={styles['page']}>{failure !== null && <FailureNote failure={failure} />}</div>
  const [newest] = value.impacts
  return (
    <div className={styles['page']}>
      <h1 className="visually-hidden">Impact</h1>
      {newest === undefined ? (
        <EmptyState title="Nothing was counted yet">
          A step of the playbook takes in what the fleet runs and counts what hangs on the key. Until then nobody knows
          how far it reaches.
        </EmptyState>
      ) : (
        <Counted number={newest.number} impact={newest.result} />
      )}
      {value.compared.map((compared) => (
        <Compared key={compared.step} compared={compared} />
      ))}
    </div>
  )
}

function Counted({ number, impact }: { readonly number: number; readonly impact: ImpactResult }): ReactElement {
  const { subject, synthetic, live, asOf, basis, graph } = impact
  const as = `${asOf.slice(0, 16).replace('T', ' ')}Z`
  return (
    <>
      <Readings
        readings={[
          { value: live.toLocaleString('en'), label: 'certificates to be replaced' },
          { value: impact.services.toLocaleString('en'), label: impact.services === 1 ? 'service' : 'services' },
          { value: impact.regions.toLocaleString('en'), label: impact.regions === 1 ? 'region' : 'regions' },
          { value: issueTime(impact.minutesAtBest), label: 'to issue them again, at the best hour measured' },
        ]}
      />
      <ImpactFlow
        title={`${synthetic ? 'SYNTHETIC: ' : ''}what hangs on ${commonName(subject)}`}
        note={`step ${number}, by the inventory of ${as}`}
        graph={fleetGraph(subject, graph)}
      />
      {graph.omitted > 0 && (
        <p className="muted">
          {graph.omitted.toLocaleString('en')} certificates in small pairs are not in the picture.
        </p>
      )}
      <div className={styles['two']}>
        <Section title="Who has to be told" note={`${impact.owners} ${impact.owners === 1 ? 'owner' : 'owners'}`}>
          <Rows>
            {impact.byOwner.map(({ name, live: count }) => (
              <ListRow
                key={name}
                density="dense"
                name={name === '' ? 'nobody is named' : name}
                value={count.toLocaleString('en')}
              />
            ))}
          </Rows>
        </Section>
        <Section title="How long it takes" note="by what issuers did before">
          <Rows>
            <ListRow density="dense" name="At the best hour" value={issueTime(impact.minutesAtBest)} />
            <ListRow density="dense" name="At the mean" value={issueTime(impact.minutesAtMean)} />
          </Rows>
          <p className={styles['basis']}>{basis}</p>
          <p className={styles['basis']}>
            <DigestLine digest={impact.impact} length="row" />
          </p>
        </Section>
      </div>
    </>
  )
}

type ComparedView = Response<'incident.impact'>['compared'][number]

const TONES = { serious: 'danger', warning: 'attention', note: 'off' } as const

/** What no record explains, by kind; each finding stands in its step. */
function Compared({ compared }: { readonly compared: ComparedView }): ReactElement {
  const total = compared.counts.reduce((sum, { count }) => sum + count, 0)
  return (
    <Section title={compared.title} note={`step ${compared.number}, ${total === 0 ? 'nothing' : `${total} findings`}`}>
      <Rows>
        {compared.counts.map(({ kind, severity, count }) => (
          <ListRow
            key={kind}
            tone={TONES[severity]}
            name={kind.replaceAll('-', ' ')}
            value={count.toLocaleString('en')}
          />
        ))}
        {total === 0 && <ListRow tone="ok" name="Every certificate is explained by a record" />}
      </Rows>
    </Section>
  )
}
