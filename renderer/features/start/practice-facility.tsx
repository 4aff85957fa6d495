import { type ReactElement, useEffect, useState } from 'react'

import { type Failure, toFailure } from '../../../shared/failure.ts'
import { call } from '../../bridge/client.ts'
import { createPracticeFacility, useFacility } from '../../bridge/facility-store.ts'
import { Button } from '../../ui/button.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { ProgressBar } from '../../ui/meter.tsx'
import { PathField } from '../../ui/path-field.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './start-page.module.css'

/** One click to a facility in which anybody can hold both ceremonies. */
export function PracticeFacility(): ReactElement {
  const progress = useFacility((store) => store.progress)
  const [name, setName] = useState('Practice vault')
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
    if (making || name.trim() === '' || parent.trim() === '') return
    setMaking(true)
    setFailure(null)
    try {
      await createPracticeFacility(parent.trim(), name.trim())
    } catch (error) {
      setFailure(toFailure(error))
      setMaking(false)
    }
  }
  const choose = async (): Promise<void> => {
    const { path } = await call('host.choose-folder', { title: 'Where the practice facility goes', buttonLabel: 'Put it here' })
    if (path !== null) setParent(path)
  }
  return (
    <form
      className={styles['way']}
      data-facility="practice"
      aria-label="Practice facility"
      onSubmit={(event) => {
        event.preventDefault()
        void make()
      }}
    >
      <h2>Rehearse</h2>
      <p>
        A practice facility has its own practice HSM, eight invented people with known passphrases, and an empty log. Nothing
        signed in it is trusted anywhere; it is marked so for ever.
      </p>
      <TextField label="Name" value={name} onChange={setName} maxLength={80} />
      <PathField
        label="In this folder"
        value={parent}
        onChange={setParent}
        onChoose={() => void choose()}
        chooseLabel="Choose …"
        help="A new folder is made in it. Nothing that exists is changed."
      />
      {failure !== null && <FailureNote failure={failure} />}
      <div className={styles['act']}>
        {making ? (
          <ProgressBar
            label="Making the practice facility"
            value={progress === null || progress.total === 0 ? undefined : progress.done / progress.total}
            words={`${progress?.text ?? 'Making the practice facility'} …`}
          />
        ) : (
          <Button
            variant="primary"
            size="large"
            type="submit"
            locked={name.trim() === '' || parent.trim() === '' ? 'Give it a name and a folder.' : undefined}
          >
            Make a practice facility
          </Button>
        )}
      </div>
    </form>
  )
}
