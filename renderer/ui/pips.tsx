import type { ReactElement } from 'react'

import { classNames } from './class-names.ts'
import styles from './pips.module.css'

/** `runs` that number, does `not`, or nobody knows. */
export type Pip = 'runs' | 'not' | 'unknown'

export interface PipsProps {
  /** Of the last numbers, oldest first; at most three are drawn. */
  readonly pips: readonly Pip[]
  /** The same in words; it stands beside the pips: "US-1, no. 31". */
  readonly children: string
}

/** Whether a region runs the last three numbers that were signed for it. */
export function Pips({ pips, children }: PipsProps): ReactElement {
  return (
    <span className={styles['line']}>
      <span className={styles['pips']} aria-hidden>
        {pips.slice(-3).map((pip, place) => (
          // pips are alike: their place is all that tells them apart
          // oxlint-disable-next-line react/no-array-index-key
          <i key={place} className={classNames(styles['pip'], styles[pip])} />
        ))}
      </span>
      <span className={styles['words']} title={children}>
        {children}
      </span>
    </span>
  )
}
