import { type ReactElement, useState } from 'react'

import type { Failure } from '../../../shared/failure.ts'
import { useFacility } from '../../bridge/facility-store.ts'
import { canSign } from '../../people/can-sign.ts'
import { HandField } from '../../people/hand-field.tsx'
import { type GivenHand, useHand } from '../../people/use-hand.ts'
import type { Role } from '../../ui/monogram.tsx'
import { Button } from '../../ui/button.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { Select } from '../../ui/select.tsx'
import { SECRET_CODES } from '../../ui/use-secret.ts'
import type { PurposeWords } from './purpose.ts'
import styles from './start-form.module.css'

export interface StartBarProps {
  /** Why the run cannot be opened now. */
  readonly lock: string | undefined
  readonly failure: Failure | null
  readonly isStarting: boolean
  readonly words: Pick<PurposeWords, 'writes' | 'spares' | 'who' | 'act' | 'next'>
  /** Who is offered first. */
  readonly leads: Role
  /** The bytes are the receiver's to wipe. */
  readonly onStart: (given: GivenHand) => void
}

/** Who opens the run, and the act itself. */
export function StartBar({ lock, failure, isStarting, words, leads, onStart }: StartBarProps): ReactElement {
  const facility = useFacility((store) => store.facility)
  const [picked, setPicked] = useState<string>()
  const people = (facility?.people ?? []).filter(canSign)
  const person = people.find(({ id }) => id === picked) ?? people.find(({ roles }) => roles.includes(leads)) ?? people[0]
  const name = person?.name ?? 'nobody'
  const hand = useHand(person, failure)

  const start = (): void => {
    const given = lock === undefined && !isStarting ? hand.take() : null
    if (given !== null) onStart(given)
  }
  return (
    <div className={styles['bar']}>
      {failure !== null && !SECRET_CODES.has(failure.code) && (
        <div className={styles['failure']}>
          <FailureNote failure={failure} />
        </div>
      )}
      <p>
        <b>{words.writes}</b> {words.spares}
      </p>
      <div className={styles['line']}>
        <Select
          label={words.who}
          value={person?.id}
          onChange={setPicked}
          choices={people.map((each) => ({ id: each.id, label: each.name, description: each.roles.join(', ') }))}
        />
        <HandField hand={hand} onEnter={start} />
        <div className={styles['act']}>
          <Button variant="primary" size="tall" isPending={isStarting} locked={lock} note={words.next} onPress={start}>
            {words.act(name)}
          </Button>
        </div>
      </div>
    </div>
  )
}
