import type { ReactElement, ReactNode } from 'react'

import styles from './notice.module.css'
import { classNames } from './class-names.ts'

export interface EmptyStateProps {
  /** That it is good so, or what is next. */
  readonly title: ReactNode
  readonly children?: ReactNode
  /** At most one button. */
  readonly action?: ReactNode
}

export function EmptyState({ title, children, action }: EmptyStateProps): ReactElement {
  return (
    <div className={classNames(styles['box'], styles['dashed'])}>
      <h3>{title}</h3>
      {children !== undefined && <p>{children}</p>}
      {action}
    </div>
  )
}
