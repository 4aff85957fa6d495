import { type ReactElement, useState } from 'react'

import { type Failure, toFailure } from '../../shared/failure.ts'
import { refreshFacility, useFacility } from '../bridge/facility-store.ts'
import { Button } from '../ui/button.tsx'
import { AlertDialog, type AlertDialogProps } from '../ui/dialog.tsx'
import { FailureNote } from '../ui/failure-note.tsx'
import { Select } from '../ui/select.tsx'
import { TextField } from '../ui/text-field.tsx'
import { SECRET_CODES } from '../ui/use-secret.ts'
import { canSign } from './can-sign.ts'
import { HandField } from './hand-field.tsx'
import { type GivenHand, useHand } from './use-hand.ts'

export interface SignedNoteDialogProps extends Pick<AlertDialogProps, 'title' | 'tone' | 'children'> {
  readonly onClose: () => void
  readonly note: { readonly label: string; readonly missing: string; readonly maxLength: number }
  readonly whoLabel: string
  readonly cancel: string
  /** "Close it as" */
  readonly verb: string
  readonly variant: 'primary' | 'danger-solid'
  /** Asks core; the facility is read anew afterwards. */
  readonly onSign: (note: string, given: GivenHand) => Promise<unknown>
}

/** One person of the facility signs why something is done, outside of a run. */
export function SignedNoteDialog(props: SignedNoteDialogProps): ReactElement {
  const { onClose, note, whoLabel, cancel, verb, variant, onSign, children, ...dialog } = props
  const facility = useFacility((store) => store.facility)
  const people = (facility?.people ?? []).filter(canSign)
  const [picked, setPicked] = useState<string>()
  const [text, setText] = useState('')
  const [working, setWorking] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const person = people.find(({ id }) => id === picked) ?? people[0]
  const hand = useHand(person, failure)
  const isMissing = text.trim() === ''
  const sign = async (): Promise<void> => {
    const given = isMissing || working ? null : hand.take()
    if (given === null) return
    setWorking(true)
    setFailure(null)
    try {
      await onSign(text.trim(), given)
      await refreshFacility()
      onClose()
    } catch (error) {
      setFailure(toFailure(error))
      setWorking(false)
    }
  }
  return (
    <AlertDialog
      isOpen
      onCancel={onClose}
      {...dialog}
      actions={
        <>
          <Button onPress={onClose}>{cancel}</Button>
          <Button
            variant={variant}
            isPending={working}
            locked={isMissing ? note.missing : undefined}
            onPress={() => void sign()}
          >
            {verb} {person?.name ?? 'nobody'}
          </Button>
        </>
      }
    >
      {children}
      <TextField label={note.label} value={text} onChange={setText} multiline maxLength={note.maxLength} autoFocus />
      <Select
        label={whoLabel}
        value={person?.id}
        onChange={setPicked}
        choices={people.map(({ id, name }) => ({ id, label: name }))}
      />
      <HandField hand={hand} onEnter={() => void sign()} />
      {failure !== null && !SECRET_CODES.has(failure.code) && <FailureNote failure={failure} />}
    </AlertDialog>
  )
}
