import { type ReactElement, useState } from 'react'

import type { PersonView } from '../../../../shared/ipc/contract/views.ts'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { Monogram, type Role } from '../../../ui/monogram.tsx'
import { Section } from '../../../ui/section.tsx'
import { Select } from '../../../ui/select.tsx'
import { State } from '../../../ui/state.tsx'
import { PerformBar } from '../perform-bar.tsx'
import { useAct } from '../run-context.ts'
import { StepFrame } from '../step-frame.tsx'
import { at, type StepProps, takesInput } from '../step-props.ts'
import { roleCount } from '../wording.ts'
import styles from './assemble.module.css'

type Seats = Readonly<Record<string, Role>>

/** Who is in the room, each in one role. */
export function AssembleStep({ run, step, body }: StepProps<'assemble'>): ReactElement {
  const act = useAct()
  const [seats, setSeats] = useState<Seats>({})
  const open = takesInput(step)
  const present = Object.entries(seats).map(([person, role]) => ({ person, role }))
  const perform = (): void => {
    if (present.length > 0) void act('run.perform', { ...at(run), input: { kind: 'assemble', present } })
  }
  return (
    <StepFrame
      run={run}
      onSubmit={perform}
      bar={
        <PerformBar step={step} locked={present.length === 0 ? 'Name at least one person first.' : undefined}>
          Record {present.length === 1 ? '1 person' : `${present.length} people`} in the room
        </PerformBar>
      }
    >
      {open && (
        <div className={styles['needed']}>
          {body.needed.map(({ role, count }) => {
            const here = present.filter((seat) => seat.role === role).length
            return (
              <State key={role} tone={here >= count ? 'ok' : 'next'}>
                {roleCount(role, count)}: {here} here
              </State>
            )
          })}
        </div>
      )}
      <Section title="People of this facility" note={open ? 'mark who is here' : 'as recorded'}>
        <ul>
          {body.people.map(({ person, present: isPresent }) => (
            <li key={person.id} className={styles['person']}>
              {open ? (
                <Seat
                  person={person}
                  role={seats[person.id]}
                  onChange={(role) => setSeats(withSeat(seats, person.id, role))}
                />
              ) : (
                <>
                  <Monogram name={person.name} role={person.roles[0] ?? 'witness'} size="small" />
                  <span>{person.name}</span>
                  <State tone={isPresent ? 'ok' : 'off'}>{isPresent ? 'Present' : 'Not here'}</State>
                </>
              )}
            </li>
          ))}
        </ul>
      </Section>
    </StepFrame>
  )
}

function withSeat(seats: Seats, person: string, role: Role | undefined): Seats {
  const rest = Object.fromEntries(Object.entries(seats).filter(([id]) => id !== person))
  return role === undefined ? rest : { ...rest, [person]: role }
}

interface SeatProps {
  readonly person: PersonView
  readonly role: Role | undefined
  readonly onChange: (role: Role | undefined) => void
}

function Seat({ person, role, onChange }: SeatProps): ReactElement {
  const [first] = person.roles
  return (
    <>
      <Monogram
        name={person.name}
        role={role ?? first ?? 'witness'}
        size="small"
        state={role === undefined ? 'expected' : 'present'}
      />
      <Checkbox isSelected={role !== undefined} onChange={(here) => onChange(here ? first : undefined)}>
        {person.name}
      </Checkbox>
      {person.roles.length > 1 && role !== undefined ? (
        <Select
          label={<span className="visually-hidden">Role of {person.name}</span>}
          value={role}
          onChange={(id) => onChange(person.roles.find((each) => each === id))}
          choices={person.roles.map((each) => ({ id: each, label: each }))}
        />
      ) : (
        <span className={styles['role']}>{person.roles.join(' or ')}</span>
      )}
    </>
  )
}
