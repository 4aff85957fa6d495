import { type ReactElement, useState } from 'react'

import type { RunView } from '../../../../shared/ipc/contract/runs.ts'
import type { PersonView } from '../../../../shared/ipc/contract/views.ts'
import { HandField } from '../../../people/hand-field.tsx'
import { useHand } from '../../../people/use-hand.ts'
import { Button } from '../../../ui/button.tsx'
import { Select } from '../../../ui/select.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { useAct, useIsWorking, useRefusal } from '../run-context.ts'
import { SignBar } from '../sign-bar.tsx'
import { at } from '../step-props.ts'
import styles from './refuse-bar.module.css'

export interface RefuseBarProps {
  readonly run: RunView
  readonly people: readonly PersonView[]
  readonly onClose: () => void
}

/** In the place of the approval: who does not agree, and why. Recorded and kept on the screen; people decide what follows. */
export function RefuseBar({ run, people, onClose }: RefuseBarProps): ReactElement {
  const act = useAct()
  const working = useIsWorking()
  const failure = useRefusal('run.refuse')
  const [picked, setPicked] = useState<string>()
  const [reason, setReason] = useState('')
  const everybody = run.people.length === 0 ? people : run.people.map(({ person }) => person)
  const person = everybody.find(({ id }) => id === picked) ?? people[0] ?? everybody[0]
  const name = person?.name ?? 'nobody'
  const hand = useHand(person, failure)
  const refuse = async (): Promise<void> => {
    const given = reason.trim() === '' ? null : hand.take()
    if (given !== null && (await act('run.refuse', { ...at(run), ...given, reason: reason.trim() }))) onClose()
  }
  return (
    <div className={styles['refuse']}>
      <div className={styles['fields']}>
        <Select
          label="Who does not agree"
          value={person?.id}
          onChange={setPicked}
          choices={everybody.map(({ id, name: label }) => ({ id, label }))}
        />
        <TextField label="Why" value={reason} onChange={setReason} maxLength={2000} autoFocus />
      </div>
      <SignBar
        writes="Writes, signed, that this person does not agree."
        spares="It ends nothing: the people in the room decide what follows."
        secret={<HandField hand={hand} onEnter={() => void refuse()} />}
      >
        <Button size="tall" onPress={onClose}>
          Back
        </Button>
        <Button
          variant="danger-solid"
          size="tall"
          isPending={working}
          locked={reason.trim() === '' ? 'Write why first.' : undefined}
          onPress={() => void refuse()}
        >
          Record that {name} does not agree
        </Button>
      </SignBar>
    </div>
  )
}
