import type { ReactElement } from 'react'

import { Bitting } from '../../ui/bitting.tsx'
import { classNames } from '../../ui/class-names.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Section } from '../../ui/section.tsx'
import { StateGlyph } from '../../ui/state-glyph.tsx'
import { Words } from '../../ui/words.tsx'
import styles from './transfers-page.module.css'
import type { WaitingHandoff } from './transfers-view.ts'

/** Hand-offs that left and were not answered by everybody, the most urgent first. */
export function WaitingList({
  waiting,
  isEmpty,
}: {
  readonly waiting: readonly WaitingHandoff[]
  /** Nothing has ever left. */
  readonly isEmpty: boolean
}): ReactElement {
  return (
    <Section title="Waiting for receipts" note={waiting.length === 0 ? 'none' : String(waiting.length)}>
      {waiting.length === 0 ? (
        <div className={styles['empty']}>
          <EmptyState title={isEmpty ? 'Nothing is waited for' : 'Every receipt is in'}>
            A hand-off stands here from its export to its last receipt.
          </EmptyState>
        </div>
      ) : (
        <ul>
          {waiting.map(({ domain, sequence, tone, left, text, digest, share }) => (
            <li key={`${domain} ${sequence}`} className={classNames(styles['item'], styles[tone])}>
              <h3>
                <StateGlyph tone={tone} />
                <span>
                  {domain} no. {sequence}
                </span>
                <b>{left}</b>
              </h3>
              <p>{text}</p>
              {digest !== null && (
                <p className={styles['digest']}>
                  <Bitting digest={digest.hex} width={80} height={12} />
                  <Words words={digest.words.slice(0, 3)} more />
                </p>
              )}
              <div className={styles['gauge']} aria-hidden>
                <i style={{ width: `${Math.min(1, Math.max(0, share)) * 100}%` }} />
              </div>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
