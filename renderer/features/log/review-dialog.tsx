import { type ReactElement, useState } from 'react'

import { type Failure, toFailure } from '../../../shared/failure.ts'
import { call } from '../../bridge/client.ts'
import { useFacility } from '../../bridge/facility-store.ts'
import { canSign } from '../../people/can-sign.ts'
import { HandField } from '../../people/hand-field.tsx'
import { useHand } from '../../people/use-hand.ts'
import { Button } from '../../ui/button.tsx'
import { AlertDialog } from '../../ui/dialog.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { SECRET_CODES } from '../../ui/use-secret.ts'
import { useVerdict } from './verdict-store.ts'

export interface ReviewDialogProps {
  readonly facility: string
  readonly onClose: () => void
}

/** One person has the whole log verified and signs what that showed; auditors come first in the list. */
export function ReviewDialog({ facility, onClose }: ReviewDialogProps): ReactElement {
  const everybody = useFacility((store) => store.facility?.people)
  const people = (everybody ?? [])
    .filter(canSign)
    .toSorted((a, b) => Number(b.roles.includes('auditor')) - Number(a.roles.includes('auditor')))
  const [picked, setPicked] = useState<string>()
  const [remark, setRemark] = useState('')
  const [failure, setFailure] = useState<Failure | null>(null)
  const [working, setWorking] = useState(false)
  const person = people.find(({ id }) => id === picked) ?? people[0]
  const hand = useHand(person, failure)
  const sign = async (): Promise<void> => {
    const given = hand.take()
    if (given === null) return
    setWorking(true)
    setFailure(null)
    try {
      const { verdict } = await call('log.review', { remark, ...given })
      useVerdict.setState({ facility, verdict, failure: null })
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
      title="Review the log and sign what it shows"
      actions={
        <>
          <Button onPress={onClose}>Sign nothing</Button>
          <Button variant="primary" isPending={working} onPress={() => void sign()}>
            Verify all of it and sign as {person?.name ?? 'nobody'}
          </Button>
        </>
      }
    >
      <p>
        Every entry, checkpoint, signature and file is checked now, up to a checkpoint that is made for it. The outcome
        is written into the log, whatever it is, signed by the reviewer.
      </p>
      <Select
        label="Who reviews"
        value={person?.id}
        onChange={setPicked}
        choices={people.map(({ id, name, roles }) => ({ id, label: `${name}, ${roles.join(', ')}` }))}
      />
      <TextField
        label="Remark"
        help="What was looked at besides, or what will be done about a problem."
        value={remark}
        onChange={setRemark}
        multiline
        maxLength={2000}
      />
      <HandField hand={hand} onEnter={() => void sign()} />
      {failure !== null && !SECRET_CODES.has(failure.code) && <FailureNote failure={failure} />}
    </AlertDialog>
  )
}
