import type { ReactElement, ReactNode } from 'react'

import { classNames } from './class-names.ts'
import { StateGlyph, type Tone } from './state-glyph.tsx'
import styles from './state.module.css'

export interface StateProps {
  readonly tone: Tone
  /** The word. */
  readonly children: ReactNode
  readonly size?: 'small' | 'medium'
}

/** Glyph and word: the way a state is told everywhere. */
export function State({ tone, children, size = 'small' }: StateProps): ReactElement {
  return (
    <span className={classNames(styles['state'], styles[tone], styles[size])}>
      <StateGlyph tone={tone} size={size === 'small' ? 14 : 16} />
      {children}
    </span>
  )
}

/** A state that has to be found in a dense line. */
export function Badge({ tone, children }: Omit<StateProps, 'size'>): ReactElement {
  return (
    <span className={classNames(styles['badge'], styles[tone])}>
      <StateGlyph tone={tone} size={14} />
      {children}
    </span>
  )
}
