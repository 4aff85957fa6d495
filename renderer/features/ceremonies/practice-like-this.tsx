import { type ReactElement, useEffect, useState } from 'react'

import { type Failure, toFailure } from '../../../shared/failure.ts'
import { call } from '../../bridge/client.ts'
import { createPracticeFacility, useFacility } from '../../bridge/facility-store.ts'
import { Button } from '../../ui/button.tsx'
import { AlertDialog } from '../../ui/dialog.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { ProgressBar } from '../../ui/meter.tsx'
import { PathField } from '../../ui/path-field.tsx'
import { TextField } from '../../ui/text-field.tsx'

/** Where the plan is rehearsed: the policy, the people and the names of the tokens of this facility, and nothing that counts. */
export function PracticeLikeThis({ onClose }: { readonly onClose: () => void }): ReactElement {
  const own = useFacility((store) => store.facility?.name ?? '')
  const progress = useFacility((store) => store.progress)
  const [name, setName] = useState(`Practice of ${own}`.slice(0, 80))
  const [parent, setParent] = useState('')
  const [making, setMaking] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  useEffect(() => {
    call('facility.suggest-parent', {}).then(
      (answer) => setParent((before) => (before === '' ? answer.parent : before)),
      () => undefined,
    )
  }, [])

  const make = async (): Promise<void> => {
    setMaking(true)
    setFailure(null)
    try {
      // Opens it in the place of this one.
      await createPracticeFacility(parent.trim(), name.trim(), { rehearses: true })
    } catch (error) {
      setFailure(toFailure(error))
      setMaking(false)
    }
  }
  const choose = async (): Promise<void> => {
    const title = 'Where the practice facility goes'
    const { path } = await call('host.choose-folder', { title, buttonLabel: 'Put it here' })
    if (path !== null) setParent(path)
  }
  return (
    <AlertDialog
      isOpen
      onCancel={onClose}
      title={`Make a practice facility like ${own}`}
      actions={
        <>
          <Button onPress={onClose}>Make nothing</Button>
          <Button
            variant="primary"
            isPending={making}
            locked={name.trim() === '' || parent.trim() === '' ? 'Give it a name and a folder.' : undefined}
            onPress={() => void make()}
          >
            Close {own} and make it
          </Button>
        </>
      }
    >
      <p>
        It has the same policy, the same people under practice passphrases, and tokens of the same names. This facility is
        closed, with every HSM; the practice facility is opened. Rehearse the plan there to its end, then open this one
        again and bring the rehearsal.
      </p>
      <TextField label="Name" value={name} onChange={setName} maxLength={80} />
      <PathField
        label="In this folder"
        value={parent}
        onChange={setParent}
        onChoose={() => void choose()}
        chooseLabel="Choose …"
      />
      {making && (
        <ProgressBar
          label="Making the practice facility"
          value={progress === null || progress.total === 0 ? undefined : progress.done / progress.total}
          words={`${progress?.text ?? 'Making the practice facility'} …`}
        />
      )}
      {failure !== null && <FailureNote failure={failure} />}
    </AlertDialog>
  )
}
