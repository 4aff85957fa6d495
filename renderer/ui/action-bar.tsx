import type { ReactElement, ReactNode } from 'react'

import styles from './action-bar.module.css'

export interface ActionBarProps {
  /** What the act writes. */
  readonly writes: ReactNode
  /** What it does not do. */
  readonly spares?: ReactNode
  readonly children: ReactNode
}

/** Pinned under a step: left what it writes and does not do, right the one primary button. */
export function ActionBar({ writes, spares, children }: ActionBarProps): ReactElement {
  return (
    <div className={styles['bar']}>
      <p>
        <b>{writes}</b>
        {spares !== undefined && (
          <>
            <br />
            {spares}
          </>
        )}
      </p>
      <div className={styles['actions']}>{children}</div>
    </div>
  )
}
