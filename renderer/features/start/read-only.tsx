import { type ReactElement, useState } from 'react'

import { type Failure, toFailure } from '../../../shared/failure.ts'
import { call } from '../../bridge/client.ts'
import { openReadOnly, useFacility } from '../../bridge/facility-store.ts'
import { Button } from '../../ui/button.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { ProgressBar } from '../../ui/meter.tsx'
import styles from './start-page.module.css'

/** For auditors: a copy that is looked at and not changed, also on a medium that cannot be written. */
export function ReadOnly(): ReactElement {
  const progress = useFacility((store) => store.progress)
  const [opening, setOpening] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const open = async (): Promise<void> => {
    setFailure(null)
    try {
      const { path } = await call('host.choose-folder', {
        title: 'The folder of the copy',
        buttonLabel: 'Open it to read only',
      })
      if (path === null) return
      setOpening(true)
      await openReadOnly(path)
    } catch (error) {
      setFailure(toFailure(error))
      setOpening(false)
    }
  }
  return (
    <section className={styles['reading']} aria-label="Read only">
      <div className={styles['found']}>
        <p>
          Auditors open a copy to read only: nothing is written into it, not even that it was opened, and no key and no
          HSM is touched.
        </p>
        {opening ? (
          <ProgressBar
            label="Opening the copy"
            value={progress === null || progress.total === 0 ? undefined : progress.done / progress.total}
            words={`${progress?.text ?? 'Opening the copy'} …`}
          />
        ) : (
          <Button onPress={() => void open()}>Open a copy to read only …</Button>
        )}
      </div>
      {failure !== null && <FailureNote failure={failure} />}
    </section>
  )
}
