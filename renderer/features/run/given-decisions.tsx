import type { ReactElement } from 'react'

import type { StepBodyOf } from '../../../shared/ipc/contract/steps.ts'
import { ListRow, Rows } from '../../ui/list-row.tsx'
import { Monogram } from '../../ui/monogram.tsx'
import { Section } from '../../ui/section.tsx'

export type DecisionBody = StepBodyOf<'decide'> | StepBodyOf<'classify'>

export interface GivenDecisionsProps {
  readonly body: DecisionBody
  readonly nameOf: (choice: string) => string
}

/** Who has said what; nothing before anybody did. */
export function GivenDecisions({ body, nameOf }: GivenDecisionsProps): ReactElement | null {
  if (body.given.length === 0) return null
  const waits =
    body.result === null && body.confirmer !== null ? `waits for a ${body.confirmer} who says the same` : undefined
  return (
    <Section title="What people said" {...(waits !== undefined && { note: waits })}>
      <Rows>
        {body.given.map(({ person, role, choice, reason, time }) => (
          <ListRow
            key={person.id}
            lead={<Monogram name={person.name} role={role} size="small" />}
            name={person.name}
            fact={reason}
            value={`${nameOf(choice)}, ${time.slice(11, 16)}Z`}
          />
        ))}
      </Rows>
    </Section>
  )
}
