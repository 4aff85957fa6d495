import type { ReactElement } from 'react'

import { EmptyState } from '../../ui/empty-state.tsx'
import { Pips } from '../../ui/pips.tsx'
import { Section } from '../../ui/section.tsx'
import { State } from '../../ui/state.tsx'
import styles from './transfers-page.module.css'
import type { RegionRow } from './transfers-view.ts'

/** What each region really serves, as its last signed report says. */
export function RegionTable({ regions }: { readonly regions: readonly RegionRow[] }): ReactElement {
  return (
    <Section title="What each region runs" note="against what was last signed for it">
      {regions.length === 0 ? (
        <div className={styles['empty']}>
          <EmptyState title="No region has reported yet">
            A receiver writes a signed report of what its regions really serve. Import it, and drift, stale CRLs and
            unknown issuers stand here.
          </EmptyState>
        </div>
      ) : (
        <table className={styles['regions']}>
          <thead>
            <tr>
              <th scope="col">Region</th>
              <th scope="col">Runs</th>
              <th scope="col">Last signed</th>
              <th scope="col">Last report</th>
              <th scope="col">State</th>
            </tr>
          </thead>
          <tbody>
            {regions.map((row) => (
              <tr key={`${row.receiver} ${row.region}`}>
                <th scope="row" title={`${row.region}, reported by ${row.receiver}`}>
                  {row.region}
                </th>
                <td>
                  <Pips pips={row.pips}>{row.runs}</Pips>
                </td>
                <td title={row.lastSigned}>{row.lastSigned}</td>
                <td className={styles['time']}>
                  {row.reportedAt === null ? 'never' : `${row.reportedAt.slice(0, 16).replace('T', ' ')}Z`}
                </td>
                <td>
                  <State tone={row.tone}>{row.state}</State>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  )
}
