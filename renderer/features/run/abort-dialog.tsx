import { type ReactElement, useState } from 'react'

import type { RunView } from '../../../shared/ipc/contract/runs.ts'
import { useFacility } from '../../bridge/facility-store.ts'
import { canSign } from '../../people/can-sign.ts'
import { HandField } from '../../people/hand-field.tsx'
import { useHand } from '../../people/use-hand.ts'
import { Button } from '../../ui/button.tsx'
import { AlertDialog } from '../../ui/dialog.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useAct, useIsWorking, useRefusal } from './run-context.ts'
import { SECRET_CODES } from '../../ui/use-secret.ts'

export interface RunDialogProps {
  readonly run: RunView
  readonly isOpen: boolean
  readonly onClose: () => void
}

/** The second of two steps. Signed by one person, with the reason. */
export function AbortDialog({ run, isOpen, onClose }: RunDialogProps): ReactElement {
  const act = useAct()
  const working = useIsWorking()
  const people = useFacility((store) => store.facility?.people ?? [])
  const failure = useRefusal('run.abort')
  const [by, setBy] = useState(run.starter.id)
  const [reason, setReason] = useState('')
  const person = people.find(({ id }) => id === by)
  const name = person?.name ?? by
  const hand = useHand(person, failure)

  const abort = async (): Promise<void> => {
    const given = hand.take()
    if (given !== null && (await act('run.abort', { run: run.run, ...given, reason: reason.trim() }))) onClose()
  }
  return (
    <AlertDialog
      isOpen={isOpen}
      onCancel={onClose}
      tone="danger"
      title={`Abort ${run.title} at step ${run.step.number}`}
      actions={
        <>
          <Button onPress={onClose}>Go on with the run</Button>
          <Button
            variant="danger-solid"
            isPending={working}
            locked={reason.trim() === '' ? 'Write the reason first.' : undefined}
            onPress={() => void abort()}
          >
            Abort it as {name}
          </Button>
        </>
      }
    >
      <p>
        {run.done} of {run.total} steps are done and stay in the log. Keys that were made stay in the HSM. Every HSM is
        closed. The run cannot be opened again.
      </p>
      <TextField label="Reason" value={reason} onChange={setReason} multiline maxLength={2000} autoFocus />
      <Select
        label="Who aborts it"
        value={by}
        onChange={setBy}
        choices={people.filter(canSign).map((each) => ({ id: each.id, label: each.name }))}
      />
      <HandField hand={hand} />
      {failure !== null && !SECRET_CODES.has(failure.code) && <FailureNote failure={failure} />}
    </AlertDialog>
  )
}
