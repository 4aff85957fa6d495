import { type ReactElement, useState } from 'react'

import type { Failure } from '../../../shared/failure.ts'
import type { RunView } from '../../../shared/ipc/contract/runs.ts'
import { HandField } from '../../people/hand-field.tsx'
import { useHand } from '../../people/use-hand.ts'
import { Button } from '../../ui/button.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { Select } from '../../ui/select.tsx'
import { State } from '../../ui/state.tsx'
import { SECRET_CODES } from '../../ui/use-secret.ts'
import styles from './final-try.module.css'
import notes from './notes.module.css'
import { useAct, useIsWorking, useRefusal } from './run-context.ts'
import { SignBar } from './sign-bar.tsx'
import { at } from './step-props.ts'

export interface FinalTryProps {
  readonly run: RunView
  /** As people call it. */
  readonly token: string
}

/** Whether a second person has to allow the last try before a PIN is typed again. */
export function wantsFinalTry({ step }: RunView, failure: Failure | null): boolean {
  return failure?.code === 'pin-last-try' && !step.finalTry
}

/** One try is left: what that means, and that it was allowed. */
export function FinalTryNote({ run, token }: FinalTryProps): ReactElement {
  const failure = useRefusal('run.allow-final-try')
  return (
    <>
      <div className={notes['attention']}>
        <State tone="attention" size="medium">
          {run.step.finalTry ? `The last try of ${token} is allowed, once` : `One try of the PIN of ${token} is left`}
        </State>
        <p>
          {run.step.finalTry
            ? 'The next PIN that is typed is sent. If it is wrong, the token is locked.'
            : 'A wrong PIN now locks the token; nothing was sent. Somebody who is here, and who does not type the PIN, makes sure that it is the right one and allows it.'}
        </p>
      </div>
      {failure !== null && !SECRET_CODES.has(failure.code) && <FailureNote failure={failure} />}
    </>
  )
}

/** In the place of the PIN: who types it, and the second person who allows that it is sent. */
export function FinalTryBar({ run, token }: FinalTryProps): ReactElement {
  const act = useAct()
  const working = useIsWorking()
  const failure = useRefusal('run.allow-final-try')
  const [typing, setTyping] = useState<string>()
  const [allowing, setAllowing] = useState<string>()
  const here = run.people.map(({ person }) => person)
  const typist = here.find(({ id }) => id === typing) ?? here[0]
  const others = here.filter(({ id }) => id !== typist?.id)
  const person = others.find(({ id }) => id === allowing) ?? others[0]
  const hand = useHand(person, failure)
  const allow = (): void => {
    const given = typist === undefined ? null : hand.take()
    if (given !== null && typist !== undefined)
      void act('run.allow-final-try', { ...at(run), typist: typist.id, ...given })
  }
  return (
    <div className={styles['allow']}>
      <div className={styles['fields']}>
        <Select
          label="Who types the PIN"
          value={typist?.id}
          onChange={setTyping}
          choices={here.map(({ id, name }) => ({ id, label: name }))}
        />
        <Select
          label="Who allows the last try"
          value={person?.id}
          onChange={setAllowing}
          choices={others.map(({ id, name }) => ({ id, label: name }))}
        />
      </div>
      <SignBar
        writes="Writes, signed, who allows it and who types the PIN."
        spares={`It opens nothing: the PIN of ${token} is typed next.`}
        secret={<HandField hand={hand} onEnter={allow} />}
      >
        <Button
          variant="danger-solid"
          size="tall"
          isPending={working}
          locked={person === undefined ? 'It needs a second person in the room.' : undefined}
          note={`${typist?.name ?? 'Nobody'} then types the PIN, once.`}
          onPress={allow}
        >
          Allow the last try as {person?.name ?? 'nobody'}
        </Button>
      </SignBar>
    </div>
  )
}
