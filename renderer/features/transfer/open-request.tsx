import { type ReactElement, useState } from 'react'

import { type Failure, toFailure } from '../../../shared/failure.ts'
import type { RequestView } from '../../../shared/ipc/contract/transfer.ts'
import { call } from '../../bridge/client.ts'
import { useFacility } from '../../bridge/facility-store.ts'
import { hrefTo } from '../../route.ts'
import { ButtonLink } from '../../ui/button-link.tsx'
import { Button } from '../../ui/button.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { PathField } from '../../ui/path-field.tsx'
import styles from './transfer.module.css'

/** The file that came on a medium. Everything in it is computed again before it is shown. */
export function OpenRequest({ onOpen }: { readonly onOpen: (request: RequestView) => void }): ReactElement {
  const isOpen = useFacility((store) => store.facility !== null)
  const [path, setPath] = useState('')
  const [reading, setReading] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const open = async (): Promise<void> => {
    if (reading || path.trim() === '') return
    setReading(true)
    setFailure(null)
    try {
      onOpen((await call('transfer.read-request', { path: path.trim() })).request)
    } catch (error) {
      setFailure(toFailure(error))
      setReading(false)
    }
  }
  const choose = async (): Promise<void> => {
    const chosen = await call('host.choose-file', {
      title: 'The approval request',
      buttonLabel: 'Open it',
      kind: 'Approval requests',
      extensions: ['json'],
    })
    if (chosen.path !== null) setPath(chosen.path)
  }
  return (
    <>
      <PageHead
        title="Approve a request from another Conclave"
        actions={isOpen ? undefined : <ButtonLink href={hrefTo('overview')}>Back to the start</ButtonLink>}
      >
        The people in the room send a file. Here you see what they see, computed again from the exact bytes, and sign
        your answer with your own key.
      </PageHead>
      <form
        className={styles['open']}
        aria-label="Open an approval request"
        onSubmit={(event) => {
          event.preventDefault()
          void open()
        }}
      >
        <PathField
          label="Approval request"
          value={path}
          onChange={setPath}
          onChoose={() => void choose()}
          chooseLabel="Choose …"
          help="Its name ends with .approval-request.json."
        />
        {failure !== null && <FailureNote failure={failure} />}
        <div>
          <Button
            variant="primary"
            size="large"
            type="submit"
            isPending={reading}
            locked={path.trim() === '' ? 'Choose the file first.' : undefined}
          >
            Open the request
          </Button>
        </div>
      </form>
    </>
  )
}
