import type { ReactElement, ReactNode } from 'react'

import { classNames } from './class-names.ts'
import styles from './scroll-area.module.css'

export interface ScrollAreaProps {
  /** What scrolls: named, because it takes the keyboard focus. */
  readonly label: string
  readonly children: ReactNode
  readonly className?: string | undefined
}

/** A part that scrolls on its own, also with the arrow keys. */
export function ScrollArea({ label, children, className }: ScrollAreaProps): ReactElement {
  return (
    // a scrolling region has to take the focus, else the keyboard cannot scroll it
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className={classNames(styles['area'], className)} aria-label={label} tabIndex={0}>
      {children}
    </section>
  )
}
