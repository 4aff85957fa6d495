import type { ReactElement, ReactNode } from 'react'
import { Link } from 'react-aria-components'

import styles from './button.module.css'
import { classNames } from './class-names.ts'

export interface ButtonLinkProps {
  /** "#/ceremonies" */
  readonly href: string
  readonly children: ReactNode
  readonly variant?: 'primary' | 'plain'
}

/** Leads to the place where the act is: a link, drawn as the button it stands for. */
export function ButtonLink({ href, children, variant = 'plain' }: ButtonLinkProps): ReactElement {
  return (
    <Link href={href} className={classNames(styles['button'], styles['medium'], styles[variant], styles['toPlace'])}>
      <span>{children}</span>
    </Link>
  )
}
