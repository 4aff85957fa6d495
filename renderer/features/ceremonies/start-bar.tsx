import { type ReactElement, useState } from 'react'

import type { Failure } from '../../../shared/failure.ts'
import { useFacility } from '../../bridge/facility-store.ts'
import { canSign } from '../../people/can-sign.ts'
import { HandField } from '../../people/hand-field.tsx'
import { type GivenHand, useHand } from '../../people/use-hand.ts'
import { Button } from '../../ui/button.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { Select } from '../../ui/select.tsx'
import { SECRET_CODES } from '../../ui/use-secret.ts'
import styles from './start-form.module.css'

export interface StartBarProps {
  /** Why the run cannot be opened now. */
  readonly lock: string | undefined
  readonly failure: Failure | null
  readonly isStarting: boolean
  /** The bytes are the receiver's to wipe. */
  readonly onStart: (given: GivenHand) => void
}

/** Who opens the run, and the act itself. */
export function StartBar({ lock, failure, isStarting, onStart }: StartBarProps): ReactElement {
  const facility = useFacility((store) => store.facility)
  const [picked, setPicked] = useState<string>()
  const people = (facility?.people ?? []).filter(canSign)
  const person = people.find(({ id }) => id === picked) ?? people.find(({ roles }) => roles.includes('administrator')) ?? people[0]
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
        <b>Writes the plan and its digest, signed by the starter.</b> It signs no certificate and opens no HSM. Whoever starts a
        run cannot be its only approver.
      </p>
      <div className={styles['line']}>
        <Select
          label="Who starts it"
          value={person?.id}
          onChange={setPicked}
          choices={people.map((each) => ({ id: each.id, label: each.name, description: each.roles.join(', ') }))}
        />
        <HandField hand={hand} onEnter={start} />
        <div className={styles['act']}>
          <Button variant="primary" size="tall" isPending={isStarting} locked={lock} note="Step 1 comes next." onPress={start}>
            Open this run as {name}
          </Button>
        </div>
      </div>
    </div>
  )
}
