import { type ReactElement, useState } from 'react'

import type { RunView } from '../../../../shared/ipc/contract/runs.ts'
import type { PersonView } from '../../../../shared/ipc/contract/views.ts'
import { Button } from '../../../ui/button.tsx'
import { Select } from '../../../ui/select.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { useAct, useIsWorking, usePracticeSecrets, useRefusal } from '../run-context.ts'
import { SignBar } from '../sign-bar.tsx'
import { at } from '../step-props.ts'
import { useSecret } from '../../../ui/use-secret.ts'
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
  const secrets = usePracticeSecrets()
  const failure = useRefusal('run.refuse')
  const [picked, setPicked] = useState<string>()
  const [reason, setReason] = useState('')
  const everybody = run.people.length === 0 ? people : run.people.map(({ person }) => person)
  const person = everybody.find(({ id }) => id === picked) ?? people[0] ?? everybody[0]
  const name = person?.name ?? 'nobody'
  const { field, error, onFilled, take } = useSecret(`Type the passphrase of ${name}.`, failure)
  const refuse = async (): Promise<void> => {
    if (person === undefined || reason.trim() === '') return
    const secret = take()
    if (secret === null) return
    const given = { ...at(run), person: person.id, secret, reason: reason.trim() }
    if (await act('run.refuse', given)) onClose()
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
        label={`Passphrase of ${name}`}
        field={field}
        error={error}
        practice={person === undefined ? undefined : secrets?.passphrases[person.id]}
        onFilled={onFilled}
        onEnter={() => void refuse()}
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
