import type { ReactElement } from 'react'

import { State } from './state.tsx'
import { day, type ValidityRow } from './validity-scale.ts'
import styles from './validity-table.module.css'

const DAY = 86_400_000

function remaining(row: ValidityRow, now: number): string {
  const days = Math.floor((Date.parse(row.notAfter) - now) / DAY)
  return days < 0 ? 'expired' : `${days.toLocaleString('en')} days`
}

export interface ValidityTableProps {
  readonly label: string
  readonly rows: readonly ValidityRow[]
  readonly now: number
}

/** The data of the picture, for the keyboard, screen readers and people who rather read. */
export function ValidityTable({ label, rows, now }: ValidityTableProps): ReactElement {
  return (
    <table className={styles['table']} aria-label={label}>
      <thead>
        <tr>
          <th scope="col">Authority</th>
          <th scope="col">Valid from</th>
          <th scope="col">Valid to</th>
          <th scope="col">Remaining</th>
          <th scope="col">Next CRL</th>
          <th scope="col">State</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key} className={row.kind === 'root' ? styles['root'] : styles['below']}>
            <th scope="row">{row.name}</th>
            <td>{day(row.notBefore)}</td>
            <td>{day(row.notAfter)}</td>
            <td>{remaining(row, now)}</td>
            <td>{row.nextCrl === null ? '' : day(row.nextCrl)}</td>
            <td>
              <State tone={row.tone}>{row.state}</State>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
