import type { ReactElement } from 'react'

import type { StepBodyOf } from '../../../shared/ipc/contract/steps.ts'
import { ListRow, Rows } from '../../ui/list-row.tsx'
import { Section } from '../../ui/section.tsx'

/** Who can open a package of evidence. */
export function RecipientRows({
  recipients,
}: {
  readonly recipients: StepBodyOf<'seal-evidence'>['recipients']
}): ReactElement {
  return (
    <Section title="Who can open it">
      <Rows>
        {recipients.map(({ subject, sha256, algorithm, notAfter }) => (
          <ListRow
            key={sha256}
            tone="locked"
            name={subject}
            fact={`${algorithm}, valid until ${notAfter.slice(0, 10)}`}
            value={<code title={sha256}>{sha256.slice(0, 16)} …</code>}
          />
        ))}
      </Rows>
    </Section>
  )
}
