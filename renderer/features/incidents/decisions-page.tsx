import type { ReactElement } from 'react'

import type { IncidentView } from '../../../shared/ipc/contract/incidents.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Section } from '../../ui/section.tsx'
import { StateGlyph } from '../../ui/state-glyph.tsx'
import styles from './incident-pages.module.css'

/** What was decided, by whom and why, and which steps that passed over. */
export function DecisionsPage({ incident }: { readonly incident: IncidentView }): ReactElement {
  const { decisions, skipped } = incident
  return (
    <div className={styles['page']}>
      <h1 className="visually-hidden">Decisions</h1>
      <Section title="Decisions" note={decisions.length === 0 ? 'none yet' : String(decisions.length)}>
        {decisions.length === 0 ? (
          <div className={styles['empty']}>
            <EmptyState title="Nothing has been decided yet">
              Each decision stands here with its question, its reason, who decided and who confirmed.
            </EmptyState>
          </div>
        ) : (
          <ol>
            {decisions.map((decision) => (
              <li key={decision.step} className={styles['decision']}>
                <span className={styles['number']}>{decision.number}</span>
                <div>
                  <p className={styles['question']}>{decision.question}</p>
                  <p className={styles['answer']}>
                    <StateGlyph tone="ok" size={18} />
                    <b>{decision.title}</b>
                  </p>
                  <p className={styles['reason']}>{decision.reason}</p>
                </div>
                <p className={styles['who']}>
                  <b>{decision.by}</b>
                  {decision.confirmedBy !== null && <>confirmed by {decision.confirmedBy}</>}
                  <time dateTime={decision.at}>{decision.at.slice(0, 16).replace('T', ' ')}Z</time>
                </p>
              </li>
            ))}
          </ol>
        )}
      </Section>
      {skipped.length > 0 && (
        <Section title="Passed over" note={`${skipped.length} ${skipped.length === 1 ? 'step' : 'steps'}`}>
          <ul>
            {skipped.map(({ id, number, title, because }) => (
              <li key={id} className={styles['skipped']}>
                <StateGlyph tone="off" size={15} />
                <span className={styles['number']}>{number}</span>
                <span>{title}</span>
                <span className="muted">{because}</span>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </div>
  )
}
