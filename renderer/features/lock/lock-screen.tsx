import { type ReactElement, useEffect, useRef, useState } from 'react'

import { type Failure, toFailure } from '../../../shared/failure.ts'
import type { FacilityView } from '../../../shared/ipc/contract/facility.ts'
import { call } from '../../bridge/client.ts'
import { HandField } from '../../people/hand-field.tsx'
import { useHand } from '../../people/use-hand.ts'
import { Button } from '../../ui/button.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { Select } from '../../ui/select.tsx'
import { StateGlyph } from '../../ui/state-glyph.tsx'
import { SECRET_CODES } from '../../ui/use-secret.ts'
import styles from './lock-screen.module.css'

export interface LockScreenProps {
  readonly people: FacilityView['people']
  readonly lock: NonNullable<FacilityView['lock']>
}

const WHY = {
  idle: 'Nobody has touched it for a while.',
  person: 'Somebody locked it.',
  restart: 'It was locked when the process that does the work was started again.',
} as const satisfies Record<LockScreenProps['lock']['by'], string>

/** In the place of everything but the bar. Core refuses all else, so nothing else is drawn. */
export function LockScreen({ people, lock }: LockScreenProps): ReactElement {
  const [picked, setPicked] = useState<string>()
  const [failure, setFailure] = useState<Failure | null>(null)
  const [unlocking, setUnlocking] = useState(false)
  const mayUnlock = people.filter(({ id }) => lock.people.includes(id))
  const person = mayUnlock.find(({ id }) => id === picked) ?? mayUnlock[0]
  const hand = useHand(person, failure)
  const { field } = hand
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => title.current?.focus(), [])

  const unlock = async (): Promise<void> => {
    const given = unlocking ? null : hand.take()
    if (given === null) return
    setUnlocking(true)
    setFailure(null)
    try {
      // What is drawn then follows from what core says of the facility.
      await call('console.unlock', given)
    } catch (error) {
      setFailure(toFailure(error))
      field.current?.focus()
    } finally {
      setUnlocking(false)
    }
  }
  return (
    <form
      className={styles['page']}
      aria-label="The console is locked"
      onSubmit={(event) => {
        event.preventDefault()
        void unlock()
      }}
    >
      <div className={styles['box']}>
        <header>
          <StateGlyph tone="locked" size={32} />
          <h1 ref={title} tabIndex={-1}>
            The console is locked
          </h1>
          <p>
            {WHY[lock.by]} Since {lock.since.slice(11, 16)}Z it shows nothing and does nothing new. What was under way
            goes on; HSMs that were open stay open.
          </p>
        </header>
        <Select
          label="Who unlocks it"
          value={person?.id}
          onChange={(id) => {
            setPicked(id)
            setFailure(null)
          }}
          choices={mayUnlock.map(({ id, name, roles }) => ({ id, label: name, description: roles.join(', ') }))}
        />
        <HandField hand={hand} onEnter={() => void unlock()} />
        {failure !== null && !SECRET_CODES.has(failure.code) && <FailureNote failure={failure} />}
        <div className={styles['act']}>
          <p className="small">Nothing is signed by this, and nothing is written to the log.</p>
          <Button
            variant="primary"
            size="large"
            isPending={unlocking}
            locked={person === undefined ? 'Nobody who is here can sign.' : undefined}
            onPress={() => void unlock()}
          >
            Unlock the console as {person?.name ?? 'nobody'}
          </Button>
        </div>
      </div>
    </form>
  )
}
