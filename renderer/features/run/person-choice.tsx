import type { ReactElement, ReactNode } from 'react'
import { RadioButton, RadioField, RadioGroup } from 'react-aria-components'

import type { PersonView } from '../../../shared/ipc/contract/views.ts'
import { classNames } from '../../ui/class-names.ts'
import { Monogram, type Role } from '../../ui/monogram.tsx'
import styles from './person-choice.module.css'

export interface PersonChoiceProps {
  readonly label: string
  readonly people: readonly PersonView[]
  readonly role: (person: PersonView) => Role
  /** At the right: what this person has done already. */
  readonly aside?: (person: PersonView) => ReactNode
  readonly chosen: string | undefined
  readonly onChoose: (person: string) => void
  readonly isLocked?: (person: PersonView) => boolean
}

/** Who acts: one row a person. */
export function PersonChoice(props: PersonChoiceProps): ReactElement {
  const { label, people, role, aside, chosen, onChoose, isLocked } = props
  return (
    <RadioGroup aria-label={label} className={classNames(styles['group'])} value={chosen ?? null} onChange={onChoose}>
      {people.map((person) => (
        <RadioField key={person.id} value={person.id} isDisabled={isLocked?.(person) ?? false}>
          <RadioButton className={classNames(styles['row'])}>
            <Monogram name={person.name} role={role(person)} size="small" />
            <span className={styles['name']}>{person.name}</span>
            {aside !== undefined && <span className={styles['aside']}>{aside(person)}</span>}
            <span className={styles['mark']} aria-hidden />
          </RadioButton>
        </RadioField>
      ))}
    </RadioGroup>
  )
}
