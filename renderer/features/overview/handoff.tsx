import type { ReactElement } from 'react'

import type { Overview } from '../../../shared/ipc/contract/facility.ts'
import { Bitting } from '../../ui/bitting.tsx'
import { groupHex } from '../../ui/digest.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Section } from '../../ui/section.tsx'
import { StateGlyph } from '../../ui/state-glyph.tsx'
import { Words } from '../../ui/words.tsx'
import styles from './overview.module.css'

/** What left the room last, and how far it is. */
export function Handoff({ handoff }: { readonly handoff: Overview['handoff'] }): ReactElement {
  if (handoff === null) {
    return (
      <Section title="Last hand-off" note="none yet">
        <div className={styles['empty']}>
          <EmptyState title="Nothing has left the room">
            A ceremony that issues something ends with a signed hand-off for the people outside.
          </EmptyState>
        </div>
      </Section>
    )
  }
  const { domain, sequence, manifest, rows } = handoff
  return (
    <Section title="Last hand-off" note={`domain ${domain}, no. ${sequence}`}>
      <div className={styles['digest']} title={groupHex(manifest.hex)}>
        <Bitting digest={manifest.hex} width={128} height={14} />
        <Words words={manifest.words.slice(0, 3)} more />
      </div>
      <ul className={styles['chain']}>
        {rows.map(({ text, time, tone }) => (
          <li key={text}>
            <StateGlyph tone={tone} />
            <span>{text}</span>
            <time>{time}</time>
          </li>
        ))}
      </ul>
    </Section>
  )
}
