import type { ReactElement, ReactNode } from 'react'

import { StateGlyph } from '../../ui/state-glyph.tsx'
import styles from './exception-sheet.module.css'
import type { RunException } from './held.ts'

export interface ExceptionFactsProps {
  readonly exception: RunException
  /** Number of the step that stands still, for what belongs to none. */
  readonly step: number
  /** What follows from it, beside the title. */
  readonly children: ReactNode
}

/** The head of an exception sheet: what was expected, what happened, who noticed it. */
export function ExceptionFacts({ exception, step, children }: ExceptionFactsProps): ReactElement {
  const { number, expected, happened, by, time } = exception
  return (
    <div className={styles['facts']}>
      <h2>
        <StateGlyph tone="attention" size={18} />
        Exception {number} <span>{children}</span>
      </h2>
      <dl>
        <div>
          <dt>Expected</dt>
          <dd>{expected}</dd>
        </div>
        <div>
          <dt>Happened</dt>
          <dd>{happened}</dd>
        </div>
        <div>
          <dt>Noticed</dt>
          <dd>
            {by?.name ?? 'Conclave itself'}, {time.slice(11, 19)}Z, step {exception.step ?? step}
          </dd>
        </div>
      </dl>
    </div>
  )
}
