import type { ReactElement } from 'react'

import styles from './playbook-page.module.css'

export interface PlainTableProps {
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** The first column names the row. */
export function PlainTable({ head, rows }: PlainTableProps): ReactElement {
  return (
    <table className={styles['table']}>
      <thead>
        <tr>
          {head.map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, ...cells]) => (
          <tr key={`${name ?? ''} ${cells.join(' ')}`}>
            <th scope="row">{name}</th>
            {cells.map((cell, index) => (
              // cells have no identity but their column
              // oxlint-disable-next-line react/no-array-index-key
              <td key={index}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
