import { type ReactElement, useState } from 'react'

import { type Failure, toFailure } from '../../../shared/failure.ts'
import { call } from '../../bridge/client.ts'
import { openFacility } from '../../bridge/facility-store.ts'
import { Button } from '../../ui/button.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { PathField } from '../../ui/path-field.tsx'
import styles from './start-page.module.css'

/** A folder that holds a facility already. */
export function OpenFacility(): ReactElement {
  const [path, setPath] = useState('')
  const [opening, setOpening] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const open = async (folder: string): Promise<void> => {
    if (opening || folder === '') return
    setOpening(true)
    setFailure(null)
    try {
      await openFacility(folder)
    } catch (error) {
      setFailure(toFailure(error))
      setOpening(false)
    }
  }
  const choose = async (): Promise<void> => {
    const answer = await call('host.choose-folder', { title: 'The folder of the facility', buttonLabel: 'Open it' })
    if (answer.path !== null) setPath(answer.path)
  }
  return (
    <form
      className={styles['way']}
      aria-label="Open a facility"
      onSubmit={(event) => {
        event.preventDefault()
        void open(path.trim())
      }}
    >
      <h2>Open a facility</h2>
      <p>
        Its log is checked against its last checkpoint before anything is shown. That it was opened is written into it.
      </p>
      <PathField
        label="Folder"
        value={path}
        onChange={setPath}
        onChoose={() => void choose()}
        chooseLabel="Choose …"
        help="The folder that holds ledger.db."
      />
      {failure !== null && <FailureNote failure={failure} />}
      <div className={styles['act']}>
        <Button
          size="large"
          type="submit"
          isPending={opening}
          locked={path.trim() === '' ? 'Choose its folder first.' : undefined}
        >
          {opening ? 'Checking its log …' : 'Open the facility'}
        </Button>
      </div>
    </form>
  )
}
