import type { ReactElement, ReactNode } from 'react'
import { Meter as AriaMeter, ProgressBar as AriaProgressBar } from 'react-aria-components'

import { classNames } from './class-names.ts'
import styles from './meter.module.css'

export interface MeterProps {
  readonly label: string
  readonly value: number
  readonly max: number
  /** The same in words: "16 of 31 done, about 55 min left". */
  readonly words: ReactNode
  readonly tone?: 'normal' | 'attention' | 'danger'
}

/** How full something is. */
export function Meter({ label, value, max, words, tone = 'normal' }: MeterProps): ReactElement {
  return (
    <AriaMeter
      aria-label={label}
      value={value}
      maxValue={max}
      {...(typeof words === 'string' && { valueLabel: words })}
      className={classNames(styles['meter'], styles[tone])}
    >
      {({ percentage }) => (
        <>
          <div className={styles['track']}>
            <div className={styles['fill']} style={{ width: `${percentage}%` }} />
          </div>
          <span className={styles['words']}>{words}</span>
        </>
      )}
    </AriaMeter>
  )
}

export interface ProgressBarProps {
  readonly label: string
  /** 0 to 1; undefined while nothing honest can be said. */
  readonly value: number | undefined
  /** What is being done, and how long it will take: never a bar without words. */
  readonly words: ReactNode
}

/** Work that goes on. */
export function ProgressBar({ label, value, words }: ProgressBarProps): ReactElement {
  return (
    <AriaProgressBar
      aria-label={label}
      isIndeterminate={value === undefined}
      value={(value ?? 0) * 100}
      {...(typeof words === 'string' && { valueLabel: words })}
      className={classNames(styles['meter'], styles['normal'])}
    >
      {({ percentage, isIndeterminate }) => (
        <>
          <div className={classNames(styles['track'], isIndeterminate && styles['open'])}>
            {!isIndeterminate && <div className={styles['fill']} style={{ width: `${percentage ?? 0}%` }} />}
          </div>
          <span className={styles['words']}>{words}</span>
        </>
      )}
    </AriaProgressBar>
  )
}
