import { type ReactElement, useState } from 'react'

import { type Failure, toFailure } from '../../../shared/failure.ts'
import { call, type Response } from '../../bridge/client.ts'
import { Button } from '../../ui/button.tsx'
import { AlertDialog } from '../../ui/dialog.tsx'
import { DigestLine } from '../../ui/digest-line.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { PathField } from '../../ui/path-field.tsx'
import { State } from '../../ui/state.tsx'
import type { RunDialogProps } from './abort-dialog.tsx'
import styles from './elsewhere-dialog.module.css'
import { useAct, useIsWorking, useRefusal } from './run-context.ts'
import { at } from './step-props.ts'
import { list } from './wording.ts'

/** For an approver who is not in the room: the request leaves as a file, and the answer comes back as a file or a QR code. */
export function ElsewhereDialog({ run, isOpen, onClose }: RunDialogProps): ReactElement {
  return (
    <AlertDialog
      isOpen={isOpen}
      onCancel={onClose}
      title={`Approve step ${run.step.number} elsewhere`}
      actions={<Button onPress={onClose}>Close</Button>}
    >
      <ExportRequest run={run} />
      <ImportAnswer run={run} onDone={onClose} />
    </AlertDialog>
  )
}

function ExportRequest({ run }: Pick<RunDialogProps, 'run'>): ReactElement {
  const [folder, setFolder] = useState('')
  const [written, setWritten] = useState<Response<'transfer.export-request'> | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const write = async (): Promise<void> => {
    if (folder.trim() === '') return
    setFailure(null)
    try {
      setWritten(await call('transfer.export-request', { ...at(run), folder: folder.trim() }))
    } catch (error) {
      setFailure(toFailure(error))
    }
  }
  const choose = async (): Promise<void> => {
    const chosen = await call('host.choose-folder', { title: 'Where the request goes', buttonLabel: 'Put it here' })
    if (chosen.path !== null) setFolder(chosen.path)
  }
  return (
    <form
      className={styles['part']}
      aria-label="Write the request"
      onSubmit={(event) => {
        event.preventDefault()
        void write()
      }}
    >
      <h3>Give the request to somebody</h3>
      {written === null ? (
        <>
          <p>It holds the exact bytes, the plan and the policy, and no secret.</p>
          <PathField
            label="In this folder"
            value={folder}
            onChange={setFolder}
            onChoose={() => void choose()}
            chooseLabel="Choose …"
          />
          {failure !== null && <FailureNote failure={failure} />}
          <Button type="submit" locked={folder.trim() === '' ? 'Choose a folder first.' : undefined}>
            Write the request
          </Button>
        </>
      ) : (
        <>
          <State tone="ok">Written, for {list(written.people.map(({ person }) => person.name))}</State>
          <code className={styles['path']}>{written.path}</code>
          <DigestLine digest={written.file} />
        </>
      )}
    </form>
  )
}

function ImportAnswer({ run, onDone }: Pick<RunDialogProps, 'run'> & { readonly onDone: () => void }): ReactElement {
  const act = useAct()
  const working = useIsWorking()
  const failure = useRefusal('transfer.import-answer')
  const [path, setPath] = useState('')
  const bring = async (): Promise<void> => {
    if (path.trim() === '') return
    if (await act('transfer.import-answer', { ...at(run), path: path.trim() })) onDone()
  }
  const choose = async (): Promise<void> => {
    const chosen = await call('host.choose-file', {
      title: 'The answer: a file, or a picture of its QR code',
      buttonLabel: 'Take it in',
      kind: 'Answers and pictures of QR codes',
      extensions: ['json', 'png'],
    })
    if (chosen.path !== null) setPath(chosen.path)
  }
  return (
    <form
      className={styles['part']}
      aria-label="Take the answer in"
      onSubmit={(event) => {
        event.preventDefault()
        void bring()
      }}
    >
      <h3>Take the answer in</h3>
      <p>It counts under the same rules as here, and once, however often it is brought.</p>
      <PathField
        label="Answer"
        value={path}
        onChange={setPath}
        onChoose={() => void choose()}
        chooseLabel="Choose …"
        help="The file, or a PNG picture of the QR code."
      />
      {failure !== null && <FailureNote failure={failure} />}
      <Button
        variant="primary"
        type="submit"
        isPending={working}
        locked={path.trim() === '' ? 'Choose the answer first.' : undefined}
      >
        Take the answer in
      </Button>
    </form>
  )
}
