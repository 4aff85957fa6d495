import { type ReactElement, useState } from 'react'

import { type Failure, toFailure } from '../../../shared/failure.ts'
import { call } from '../../bridge/client.ts'
import { refreshFacility, useFacility } from '../../bridge/facility-store.ts'
import { canSign } from '../../people/can-sign.ts'
import { HandField } from '../../people/hand-field.tsx'
import { useHand } from '../../people/use-hand.ts'
import { Button } from '../../ui/button.tsx'
import { DigestLine } from '../../ui/digest-line.tsx'
import { AlertDialog } from '../../ui/dialog.tsx'
import type { Digest } from '../../ui/digest.ts'
import { FailureNote } from '../../ui/failure-note.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { SECRET_CODES } from '../../ui/use-secret.ts'
import type { QuarantinedFile } from './transfers-view.ts'

interface DiscardDialogProps {
  readonly file: QuarantinedFile
  readonly copy: Digest
  readonly onClose: () => void
}

/** Somebody signs why the copy of a refused file is destroyed; that it was there stays in the log. */
export function DiscardDialog({ file, copy, onClose }: DiscardDialogProps): ReactElement {
  const facility = useFacility((store) => store.facility)
  const people = (facility?.people ?? []).filter(canSign)
  const [picked, setPicked] = useState<string>()
  const [reason, setReason] = useState('')
  const [working, setWorking] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const person = people.find(({ id }) => id === picked) ?? people[0]
  const hand = useHand(person, failure)
  const discard = async (): Promise<void> => {
    const given = reason.trim() === '' || working ? null : hand.take()
    if (given === null) return
    setWorking(true)
    setFailure(null)
    try {
      await call('quarantine.discard', { sha256: copy.hex, reason: reason.trim(), ...given })
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
      title={`Destroy the copy of “${file.name}”`}
      tone="danger"
      actions={
        <>
          <Button onPress={onClose}>Keep it</Button>
          <Button
            variant="danger-solid"
            isPending={working}
            locked={reason.trim() === '' ? 'Write why.' : undefined}
            onPress={() => void discard()}
          >
            Destroy this copy as {person?.name ?? 'nobody'}
          </Button>
        </>
      }
    >
      <p>
        {file.text} {file.from} It may be evidence: in an incident, seal it first. That it was here and why it was
        refused stays in the log.
      </p>
      <DigestLine digest={copy} />
      <TextField label="Why" value={reason} onChange={setReason} multiline maxLength={600} autoFocus />
      <Select
        label="Who has it destroyed"
        value={person?.id}
        onChange={setPicked}
        choices={people.map(({ id, name }) => ({ id, label: name }))}
      />
      <HandField hand={hand} onEnter={() => void discard()} />
      {failure !== null && !SECRET_CODES.has(failure.code) && <FailureNote failure={failure} />}
    </AlertDialog>
  )
}
