import type { ReactElement } from 'react'

import type { StepBodyOf } from '../../../shared/ipc/contract/steps.ts'
import type { Role } from '../../ui/monogram.tsx'
import { State } from '../../ui/state.tsx'
import { PersonChoice } from './person-choice.tsx'

type Signer = StepBodyOf<'sign-off'>['people'][number]

export interface SignOffPeopleProps {
  readonly people: readonly Signer[]
  readonly roleOf: (person: string) => Role
  /** Undefined: nobody signs now. */
  readonly chosen: string | undefined
  readonly onChoose: (person: string) => void
}

/** Who has said what, and who is next. */
export function SignOffPeople({ people, roleOf, chosen, onChoose }: SignOffPeopleProps): ReactElement {
  const byId = new Map(people.map((each) => [each.person.id, each]))
  return (
    <>
      <PersonChoice
        label="Who signs off"
        people={people.map(({ person }) => person)}
        role={({ id }) => roleOf(id)}
        aside={({ id }) => said(byId.get(id))}
        chosen={chosen}
        onChoose={onChoose}
        isLocked={({ id }) => chosen === undefined || byId.get(id)?.signed !== 'no'}
      />
      {people
        .filter(({ remark }) => remark !== '')
        .map(({ person, remark }) => (
          <p key={person.id} className="small">
            <b>{person.name}:</b> {remark}
          </p>
        ))}
    </>
  )
}

function said(signer: Signer | undefined): ReactElement | null {
  if (signer?.signed === 'agrees') return <State tone="ok">Agrees</State>
  if (signer?.signed === 'disagrees') return <State tone="danger">Does not agree</State>
  return null
}
