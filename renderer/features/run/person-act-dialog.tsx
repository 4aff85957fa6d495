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
import { SECRET_CODES, useSecret } from '../../ui/use-secret.ts'

export interface PersonActDialogProps {
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly act: ActName
  readonly title: string
  readonly explanation: ReactNode
  readonly whoLabel: string
  readonly people: readonly PersonView[]
  readonly person: PersonView | undefined
  readonly onChoose: (person: string) => void
  /** What else is chosen, under the person. */
  readonly children?: ReactNode
  /** None: there is nothing to say beside it. */
  readonly note?: { readonly label: string; readonly isNeeded: boolean }
  readonly cancel: string
  /** "Pause it as" */
  readonly verb: string
  readonly onAct: (person: string, secret: Uint8Array<ArrayBuffer>, note: string) => Promise<boolean>
}

/** One person does one thing to the run, with their word and their signature. */
export function PersonActDialog(props: PersonActDialogProps): ReactElement {
  const { isOpen, onClose, act, title, explanation, whoLabel, people, person, onChoose, children, cancel, verb } = props
  const working = useIsWorking()
  const secrets = usePracticeSecrets()
  const failure = useRefusal(act)
  const [note, setNote] = useState('')
  const name = person?.name ?? 'nobody'
  const { field, error, onFilled, take } = useSecret(`Type the passphrase of ${name}.`, failure)
  const lock =
    person === undefined
      ? 'There is nobody.'
      : props.note?.isNeeded === true && note.trim() === ''
        ? 'Write the reason first.'
        : undefined
  const go = async (): Promise<void> => {
    if (person === undefined || lock !== undefined) return
    const secret = take()
    if (secret === null || !(await props.onAct(person.id, secret, note.trim()))) return
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
          <Button variant="primary" isPending={working} locked={lock} onPress={() => void go()}>
            {verb} {name}
          </Button>
        </>
      }
    >
      <p>{explanation}</p>
      <Select
        label={whoLabel}
        value={person?.id}
        onChange={onChoose}
        choices={people.map((each) => ({ id: each.id, label: each.name }))}
      />
      {children}
      {props.note !== undefined && (
        <TextField label={props.note.label} value={note} onChange={setNote} multiline maxLength={2000} />
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
