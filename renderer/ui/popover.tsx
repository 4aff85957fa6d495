import type { ReactElement, ReactNode } from 'react'
import { Dialog, DialogTrigger, Popover as AriaPopover } from 'react-aria-components'

import { classNames } from './class-names.ts'
import styles from './popover.module.css'

export interface PopoverProps {
  /** A react-aria Button, or one of ours. */
  readonly trigger: ReactElement
  readonly label: string
  readonly children: ReactNode
  readonly placement?: 'bottom start' | 'bottom end' | 'top end' | 'right top'
}

/** Evidence on demand: opens beside its trigger, closes with Escape. */
export function Popover({ trigger, label, children, placement = 'bottom end' }: PopoverProps): ReactElement {
  return (
    <DialogTrigger>
      {trigger}
      <AriaPopover className={classNames(styles['popover'])} placement={placement} offset={2}>
        <Dialog className={classNames(styles['dialog'])} aria-label={label}>
          {children}
        </Dialog>
      </AriaPopover>
    </DialogTrigger>
  )
}
