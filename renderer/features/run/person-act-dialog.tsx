import { type ReactElement, type ReactNode, useState } from 'react'

import type { PersonView } from '../../../shared/ipc/contract/views.ts'
import { Button } from '../../ui/button.tsx'
import { AlertDialog } from '../../ui/dialog.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { PassphraseField } from '../../ui/passphrase-field.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useIsWorking, usePracticeSecrets, useRefusal } from './run-context.ts'
import type { ActName } from './run-store.ts'
import { SECRET_CODES, useSecret } from './use-secret.ts'

export interface PersonActDialogProps {
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly act: ActName
  readonly title: string
  readonly explanation: ReactNode
  readonly people: readonly PersonView[]
  /** None: there is nothing to say beside it. */
  readonly noteLabel?: string
  readonly noteIsNeeded: boolean
  readonly whoLabel: string
  readonly cancel: string
  /** "Pause it as" */
  readonly verb: string
  readonly onAct: (person: string, secret: Uint8Array<ArrayBuffer>, note: string) => Promise<boolean>
}

/** One person does one thing to the run, with their word and their signature. */
export function PersonActDialog(props: PersonActDialogProps): ReactElement {
  const { isOpen, onClose, act, title, explanation, people, noteLabel, noteIsNeeded, whoLabel, cancel, verb } = props
  const working = useIsWorking()
  const secrets = usePracticeSecrets()
  const failure = useRefusal(act)
  const [picked, setPicked] = useState<string>()
  const [note, setNote] = useState('')
  const { field, error, onFilled, take } = useSecret('Type the passphrase.', failure)
  const person = people.find(({ id }) => id === picked) ?? people[0]
  const name = person?.name ?? 'nobody'
  const go = async (): Promise<void> => {
    if (person === undefined) return
    const secret = take()
    if (secret === null) return
    if (!(await props.onAct(person.id, secret, note.trim()))) return
    setNote('')
    onClose()
  }
  return (
    <AlertDialog
      isOpen={isOpen}
      onCancel={onClose}
      title={title}
      actions={
        <>
          <Button onPress={onClose}>{cancel}</Button>
          <Button
            variant="primary"
            isPending={working}
            locked={noteIsNeeded && note.trim() === '' ? 'Write the reason first.' : undefined}
            onPress={() => void go()}
          >
            {verb} {name}
          </Button>
        </>
      }
    >
      <p>{explanation}</p>
      <Select
        label={whoLabel}
        value={person?.id}
        onChange={setPicked}
        choices={people.map((each) => ({ id: each.id, label: each.name }))}
      />
      {noteLabel !== undefined && (
        <TextField label={noteLabel} value={note} onChange={setNote} multiline maxLength={2000} />
      )}
      <PassphraseField
        ref={field}
        label={`Passphrase of ${name}`}
        error={error}
        practice={person === undefined ? undefined : secrets?.passphrases[person.id]}
        onFilled={onFilled}
        onEnter={() => void go()}
      />
      {failure !== null && !SECRET_CODES.has(failure.code) && <FailureNote failure={failure} />}
    </AlertDialog>
  )
}
