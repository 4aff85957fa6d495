import type { ReactElement } from 'react'
import { Link } from 'react-aria-components'

import type { IncidentView } from '../../../shared/ipc/contract/incidents.ts'
import { hrefTo } from '../../route.ts'
import { instantText } from '../../ui/clock-face.ts'
import { Monogram } from '../../ui/monogram.tsx'
import { Section } from '../../ui/section.tsx'
import { StateGlyph } from '../../ui/state-glyph.tsx'
import { Badge } from '../../ui/state.tsx'
import { useNow } from '../../ui/use-now.ts'
import styles from './incident-side.module.css'

/** Beside the step: how grave it is, who leads, what is locked until when, what is next. */
export function IncidentSide({ incident }: { readonly incident: IncidentView }): ReactElement {
  const { scenario, injects } = incident
  const inject = injects.find(({ current }) => current)
  return (
    <>
      {scenario !== null && (
        <Section title="What is played">
          <p className={styles['text']}>{scenario}</p>
          {inject !== undefined && (
            <p className={styles['inject']}>
              <b>Now:</b> {inject.says}
            </p>
          )}
        </Section>
      )}
      <Section title="Lead" note={incident.class === null ? 'not classified yet' : undefined}>
        <p className={styles['lead']}>
          <Monogram name={incident.lead.name} role="responder" size="small" />
          <b>{incident.lead.name}</b>
          {incident.class !== null && <Badge tone={incident.drill ? 'now' : 'danger'}>Class {incident.class}</Badge>}
        </p>
      </Section>
      {incident.changedFiles.length > 0 && (
        <Section title="Changed since it was opened">
          {incident.changedFiles.map((sentence) => (
            <p key={sentence} className={styles['inject']}>
              {sentence}
            </p>
          ))}
        </Section>
      )}
      <EvidenceLock evidence={incident.evidence} />
      <Ahead incident={incident} />
    </>
  )
}

/** Never just greyed out: what is locked, and what unlocks it. */
function EvidenceLock({ evidence }: Pick<IncidentView, 'evidence'>): ReactElement | null {
  if (evidence === null) return null
  if (evidence.sealed) {
    return (
      <Section title="Evidence" note={`step ${evidence.number}`}>
        <p className={styles['row']}>
          <StateGlyph tone="ok" size={15} />
          <span>Sealed. Revoking, distrusting and destroying are unlocked.</span>
        </p>
      </Section>
    )
  }
  return (
    <Section title="Evidence" note={`not sealed, step ${evidence.number}`}>
      <div className={styles['locked']}>
        <p>
          <b>
            <StateGlyph tone="locked" size={15} />
            Locked until the evidence is sealed
          </b>
          Revoke, distrust, destroy a key
        </p>
      </div>
    </Section>
  )
}

/** Messages that have to be sent, and ceremonies that serve this incident. */
function Ahead({ incident }: { readonly incident: IncidentView }): ReactElement | null {
  const now = useNow()
  const messages = incident.messages.filter(({ sentAt }) => sentAt === null)
  if (messages.length === 0 && incident.ceremonies.length === 0) return null
  return (
    <Section title="What is next">
      <ul>
        {incident.ceremonies.map(({ run, title, status }) => (
          <li key={run} className={styles['row']}>
            <StateGlyph tone={status === 'open' ? 'now' : status === 'closed' ? 'ok' : 'danger'} size={15} />
            <Link href={hrefTo('ceremonies', 'run', run)}>{title}</Link>
            <span>{status === 'closed' ? 'signed off' : status}</span>
          </li>
        ))}
        {messages.map(({ step, number, audience, dueAt }) => (
          <li key={step} className={styles['row']}>
            <StateGlyph tone={dueAt !== null && Date.parse(dueAt) < now ? 'attention' : 'next'} size={15} />
            <span title={audience}>Tell {audience}</span>
            <span>{dueAt === null ? `step ${number}` : `by ${instantText(dueAt, now)}`}</span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
