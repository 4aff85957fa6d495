import type { ReactElement } from 'react'

import type { Overview } from '../../../shared/ipc/contract/facility.ts'
import { classNames } from '../../ui/class-names.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Section } from '../../ui/section.tsx'
import { StateGlyph } from '../../ui/state-glyph.tsx'
import styles from './overview.module.css'

export interface DueProps {
  readonly due: Overview['due']
  /** Also those that are not shown. */
  readonly total: number
}

/** What must be done, soonest first. */
export function Due({ due, total }: DueProps): ReactElement {
  const note =
    total === due.length
      ? `${total} ${total === 1 ? 'obligation' : 'obligations'}`
      : `${due.length} of ${total} obligations`
  return (
    <Section title="Due" note={total === 0 ? 'nothing' : note}>
      {due.length === 0 ? (
        <div className={styles['empty']}>
          <EmptyState title="Nothing is due">
            CRLs, certificates and hand-offs are listed here as soon as they exist, with the day on which they end.
          </EmptyState>
        </div>
      ) : (
        <ul className={styles['due']}>
          {due.map(({ date, what, when, tone }) => (
            <li key={`${date} ${what}`}>
              <StateGlyph tone={tone} />
              <time dateTime={date}>{date}</time>
              <span>{what}</span>
              <span className={classNames(styles['when'], styles[tone])}>{when}</span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
