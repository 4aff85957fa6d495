import { Fragment, type ReactElement, type ReactNode } from 'react'

import { classNames } from './class-names.ts'
import styles from './key-value.module.css'

export interface KeyValueRow {
  readonly label: string
  readonly value: ReactNode
}

export interface KeyValueProps {
  readonly rows: readonly KeyValueRow[]
  /** Width of the label column. */
  readonly labels?: 'narrow' | 'medium' | 'wide' | 'half'
  /** Long values break over lines instead of ending in an ellipsis. */
  readonly wrap?: boolean
}

/** Facts one under the other. */
export function KeyValue({ rows, labels = 'narrow', wrap = false }: KeyValueProps): ReactElement {
  return (
    <dl className={classNames(styles['rows'], styles[labels], wrap && styles['wrap'])}>
      {rows.map((row) => (
        <Fragment key={row.label}>
          <dt>{row.label}</dt>
          <dd>{row.value}</dd>
        </Fragment>
      ))}
    </dl>
  )
}

/** Up to four facts beside each other, label above value. */
export function FactColumns({ rows }: { readonly rows: readonly KeyValueRow[] }): ReactElement {
  return (
    <dl className={styles['columns']}>
      {rows.map((row) => (
        <div key={row.label}>
          <dt>{row.label}</dt>
          <dd>{row.value}</dd>
        </div>
      ))}
    </dl>
  )
}
