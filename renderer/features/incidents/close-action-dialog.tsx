import { type ReactElement, useState } from 'react'

import { type Failure, toFailure } from '../../../shared/failure.ts'
import type { ActionView } from '../../../shared/ipc/contract/incident-steps.ts'
import { call } from '../../bridge/client.ts'
import { refreshFacility, useFacility } from '../../bridge/facility-store.ts'
import { canSign } from '../../people/can-sign.ts'
import { HandField } from '../../people/hand-field.tsx'
import { useHand } from '../../people/use-hand.ts'
import { Button } from '../../ui/button.tsx'
import { AlertDialog } from '../../ui/dialog.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { SECRET_CODES } from '../../ui/use-secret.ts'

export interface CloseActionDialogProps {
  readonly action: ActionView
  readonly onClose: () => void
}

/** Somebody signs that a promise is kept, or why it is dropped. */
export function CloseActionDialog({ action, onClose }: CloseActionDialogProps): ReactElement {
  const facility = useFacility((store) => store.facility)
  const people = (facility?.people ?? []).filter(canSign)
  const [picked, setPicked] = useState<string>()
  const [note, setNote] = useState('')
  const [working, setWorking] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const person = people.find(({ id }) => id === picked) ?? people[0]
  const hand = useHand(person, failure)
  const close = async (): Promise<void> => {
    const given = note.trim() === '' ? null : hand.take()
    if (given === null) return
    setWorking(true)
    setFailure(null)
    try {
      await call('action.close', { action: action.id, note: note.trim(), ...given })
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
      title={`Close “${action.action}”`}
      tone="now"
      actions={
        <>
          <Button onPress={onClose}>Leave it open</Button>
          <Button
            variant="primary"
            isPending={working}
            locked={note.trim() === '' ? 'Write by what one sees that it is done.' : undefined}
            onPress={() => void close()}
          >
            Close it as {person?.name ?? 'nobody'}
          </Button>
        </>
      }
    >
      <p>
        Promised for {action.due} by {action.owner}. It is done when: {action.evaluation}
      </p>
      <TextField
        label="By what one sees that it is done, or why it is dropped"
        value={note}
        onChange={setNote}
        multiline
        maxLength={500}
        autoFocus
      />
      <Select
        label="Who says so"
        value={person?.id}
        onChange={setPicked}
        choices={people.map(({ id, name }) => ({ id, label: name }))}
      />
      <HandField hand={hand} />
      {failure !== null && !SECRET_CODES.has(failure.code) && <FailureNote failure={failure} />}
    </AlertDialog>
  )
}
