import { type ReactElement, useState } from 'react'

import { type Failure, toFailure } from '../../../shared/failure.ts'
import type { QrView, RequestView } from '../../../shared/ipc/contract/transfer.ts'
import { call } from '../../bridge/client.ts'
import { Button } from '../../ui/button.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { PathField } from '../../ui/path-field.tsx'
import { QrCode } from '../../ui/qr-code.tsx'
import { State } from '../../ui/state.tsx'
import styles from './transfer.module.css'

export interface Answer {
  /** Canonical JSON. */
  readonly answer: string
  readonly fileName: string
  readonly qr: QrView | null
  readonly person: string
  readonly approves: boolean
}

export interface SignedAnswerProps {
  readonly request: RequestView
  readonly answer: Answer
  readonly onLeave: () => void
}

/** Signed. It counts only where it is brought: by a photo of the code, or on a medium. */
export function SignedAnswer({ request, answer, onLeave }: SignedAnswerProps): ReactElement {
  const { person, approves, qr } = answer
  return (
    <>
      <PageHead
        tone={approves ? 'ok' : 'attention'}
        title={approves ? `${person} approves` : `${person} does not agree`}
        actions={<Button onPress={onLeave}>Another request</Button>}
      >
        Step {request.step.number} of {request.run}, {request.facility.name}: {request.step.title}. Nothing is recorded
        there before this answer is brought back.
      </PageHead>
      <div className={styles['answer']}>
        {qr === null ? (
          <p>This answer covers too much for one QR code. Bring it as a file.</p>
        ) : (
          <div className={styles['qr']}>
            <QrCode code={qr} label="QR code of the answer" />
          </div>
        )}
        <div className={styles['ways']}>
          {qr !== null && (
            <section>
              <h2>Show it</h2>
              <p>Somebody takes a picture of the code, as PNG, and imports it in the approve step.</p>
            </section>
          )}
          <SaveAnswer answer={answer} />
          <p className="muted small">
            It holds no secret, and is worth nothing for other bytes, in another run or under another policy.
          </p>
        </div>
      </div>
    </>
  )
}

function SaveAnswer({ answer }: { readonly answer: Answer }): ReactElement {
  const [folder, setFolder] = useState('')
  const [saved, setSaved] = useState<readonly string[] | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const save = async (): Promise<void> => {
    if (folder.trim() === '') return
    setFailure(null)
    try {
      const { path, picture } = await call('transfer.save-answer', { answer: answer.answer, folder: folder.trim() })
      setSaved(picture === null ? [path] : [path, picture])
    } catch (error) {
      setFailure(toFailure(error))
    }
  }
  const choose = async (): Promise<void> => {
    const chosen = await call('host.choose-folder', { title: 'Where the answer goes', buttonLabel: 'Put it here' })
    if (chosen.path !== null) setFolder(chosen.path)
  }
  return (
    <section>
      <h2>Or save it</h2>
      <p>
        As <code>{answer.fileName}</code>
        {answer.qr !== null && ', with a picture of the code beside it'}.
      </p>
      {saved === null ? (
        <form
          className={styles['save']}
          aria-label="Save the answer"
          onSubmit={(event) => {
            event.preventDefault()
            void save()
          }}
        >
          <PathField
            label="In this folder"
            value={folder}
            onChange={setFolder}
            onChoose={() => void choose()}
            chooseLabel="Choose …"
          />
          {failure !== null && <FailureNote failure={failure} />}
          <Button type="submit" size="large" locked={folder.trim() === '' ? 'Choose a folder first.' : undefined}>
            Save the answer
          </Button>
        </form>
      ) : (
        <div className={styles['saved']}>
          <State tone="ok">Saved</State>
          {saved.map((path) => (
            <code key={path}>{path}</code>
          ))}
        </div>
      )}
    </section>
  )
}
