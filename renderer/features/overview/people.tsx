import type { ReactElement } from 'react'

import type { Overview } from '../../../shared/ipc/contract/facility.ts'
import { ListRow, Rows } from '../../ui/list-row.tsx'
import { Monogram } from '../../ui/monogram.tsx'
import { Section } from '../../ui/section.tsx'

function roleWord(role: string): string {
  return role.charAt(0).toUpperCase() + role.slice(1)
}

/** Who is in the room while a run is open; else who belongs to the facility. */
export function People({ people }: { readonly people: Overview['people'] }): ReactElement {
  const { run, since, seats } = people
  const open = run !== null
  const present = seats.filter((seat) => seat.present)
  const absent = seats.filter((seat) => !seat.present)
  const clock = since === null ? '' : `, since ${since.slice(11, 16)}Z`
  return (
    <Section
      title={open ? 'Present' : 'People'}
      note={open ? `${present.length} of ${seats.length}${clock}` : `${seats.length} enrolled`}
    >
      <Rows>
        {(open ? [...present, ...absent] : seats).map(({ person, role, present: here }) => (
          <ListRow
            key={person.id}
            lead={<Monogram name={person.name} role={role} state={open && !here ? 'expected' : 'present'} />}
            name={<span title={person.name}>{person.name}</span>}
            value={open && !here ? 'Not in the room' : person.roles.map(roleWord).join(', ')}
          />
        ))}
      </Rows>
    </Section>
  )
}
