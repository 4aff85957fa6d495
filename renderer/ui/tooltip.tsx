import type { ReactElement, ReactNode } from 'react'
import { Button as AriaButton, Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components'

import { classNames } from './class-names.ts'
import styles from './tooltip.module.css'

/** The bubble; put it beside its trigger in a `TooltipTrigger`. */
export function Tooltip({ children }: { readonly children: ReactNode }): ReactElement {
  return (
    <AriaTooltip className={classNames(styles['tooltip'])} offset={6}>
      {children}
    </AriaTooltip>
  )
}

export interface TermProps {
  readonly children: ReactNode
  /** What the word means, in one or two sentences. */
  readonly help: ReactNode
}

/** A word that explains itself on focus and on pointing. */
export function Term({ children, help }: TermProps): ReactElement {
  return (
    <TooltipTrigger delay={300} closeDelay={100}>
      <AriaButton className={classNames(styles['term'])}>{children}</AriaButton>
      <Tooltip>{help}</Tooltip>
    </TooltipTrigger>
  )
}
