import type { ReactElement } from 'react'

import type { CheckView } from '../../../shared/ipc/contract/views.ts'
import { State } from '../../ui/state.tsx'
import styles from './checks-list.module.css'

/** What was checked, each with its outcome in words. */
export function ChecksList({ checks }: { readonly checks: readonly CheckView[] }): ReactElement {
  return (
    <ul className={styles['checks']} aria-label="Checks">
      {checks.map((check) => (
        <li key={check.name}>
          <span>
            <b>{capitalized(check.name)}</b> {check.detail}
          </span>
          <State tone={check.ok ? 'ok' : 'danger'}>{check.ok ? 'passed' : 'failed'}</State>
        </li>
      ))}
    </ul>
  )
}

function capitalized(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`
}
