import type { ReactElement } from 'react'

import type { CheckView } from '../../../shared/ipc/contract/views.ts'
import { ListRow, Rows } from '../../ui/list-row.tsx'

/** What was checked, each with its outcome in words. */
export function ChecksList({ checks }: { readonly checks: readonly CheckView[] }): ReactElement {
  return (
    <Rows aria-label="Checks">
      {checks.map((check) => (
        <ListRow
          key={check.name}
          tone={check.ok ? 'ok' : 'danger'}
          name={check.name}
          fact={check.detail}
          value={check.ok ? 'passed' : 'failed'}
        />
      ))}
    </Rows>
  )
}
