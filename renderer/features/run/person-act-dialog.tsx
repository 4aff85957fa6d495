import { type ReactElement, type ReactNode, useState } from 'react'

import type { PersonView } from '../../../shared/ipc/contract/views.ts'
import { HandField } from '../../people/hand-field.tsx'
import { type GivenHand, useHand } from '../../people/use-hand.ts'
import { Button } from '../../ui/button.tsx'
import { AlertDialog } from '../../ui/dialog.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useIsWorking, useRefusal } from './run-context.ts'
import type { ActName } from './run-store.ts'
import { SECRET_CODES } from '../../ui/use-secret.ts'

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
  readonly onAct: (given: GivenHand, note: string) => Promise<boolean>
}

/** One person does one thing to the run, with their word and their signature. */
export function PersonActDialog(props: PersonActDialogProps): ReactElement {
  const { isOpen, onClose, act, title, explanation, whoLabel, people, person, onChoose, children, cancel, verb } = props
  const working = useIsWorking()
  const failure = useRefusal(act)
  const [note, setNote] = useState('')
  const name = person?.name ?? 'nobody'
  const hand = useHand(person, failure)
  const lock =
    person === undefined
      ? 'There is nobody.'
      : props.note?.isNeeded === true && note.trim() === ''
        ? 'Write the reason first.'
        : undefined
  const go = async (): Promise<void> => {
    if (lock !== undefined) return
    const given = hand.take()
    if (given === null || !(await props.onAct(given, note.trim()))) return
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
      <HandField hand={hand} onEnter={() => void go()} />
      {failure !== null && !SECRET_CODES.has(failure.code) && <FailureNote failure={failure} />}
    </AlertDialog>
  )
}
