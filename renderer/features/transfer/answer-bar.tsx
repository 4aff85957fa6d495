import { type ReactElement, useState } from 'react'

import { type Failure, toFailure } from '../../../shared/failure.ts'
import type { RequestView } from '../../../shared/ipc/contract/transfer.ts'
import { call } from '../../bridge/client.ts'
import { Button } from '../../ui/button.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { PassphraseField } from '../../ui/passphrase-field.tsx'
import { PathField } from '../../ui/path-field.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { SECRET_CODES, useSecret } from '../../ui/use-secret.ts'
import type { Answer } from './signed-answer.tsx'
import styles from './transfer.module.css'

export interface AnswerBarProps {
  readonly request: RequestView
  /** An item that was not on the screen yet. */
  readonly missing: number | null
  readonly onSigned: (answer: Answer) => void
}

/** Who answers, with which key, and how. Nothing stands over what is being signed. */
export function AnswerBar({ request, missing, onSigned }: AnswerBarProps): ReactElement {
  const { people, items, objections } = request
  const [picked, setPicked] = useState(people[0]?.person.id ?? '')
  const [keyFile, setKeyFile] = useState('')
  const [reason, setReason] = useState<string | null>(null)
  const [signing, setSigning] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const asked = people.find(({ person }) => person.id === picked)
  const name = asked?.person.name ?? 'nobody'
  const { field, error, onFilled, take } = useSecret(`Type the passphrase of ${name}.`, failure)
  const noKey = keyFile.trim() === '' ? 'Choose the key file first.' : undefined
  const lock =
    reason === null ? (approvalLock(objections, missing) ?? noKey) : reason.trim() === '' ? 'Write why first.' : noKey

  const sign = async (): Promise<void> => {
    if (signing || lock !== undefined) return
    const secret = take()
    if (secret === null) return
    setSigning(true)
    setFailure(null)
    try {
      const signed = await call('transfer.sign-answer', {
        path: request.path,
        file: request.file.hex,
        items: items.map(({ tbs }) => tbs.hex),
        person: picked,
        keyFile: keyFile.trim(),
        secret,
        refusal: reason?.trim() ?? null,
      })
      onSigned({ ...signed, person: name, approves: reason === null })
    } catch (refused) {
      setFailure(toFailure(refused))
      setSigning(false)
    }
  }
  const choose = async (): Promise<void> => {
    const title = `The key file of ${name}`
    const chosen = await call('host.choose-file', { title, kind: 'Key files', extensions: ['json'] })
    if (chosen.path !== null) setKeyFile(chosen.path)
  }
  return (
    <form
      className={styles['bar']}
      aria-label="Your answer"
      onSubmit={(event) => {
        event.preventDefault()
        void sign()
      }}
    >
      {failure !== null && !SECRET_CODES.has(failure.code) && <FailureNote failure={failure} notSigned />}
      <div className={styles['fields']}>
        <Select
          label="Who answers"
          value={picked}
          onChange={setPicked}
          choices={people.map(({ person, role }) => ({ id: person.id, label: `${person.name}, ${role}` }))}
        />
        <PathField
          label="Key file"
          value={keyFile}
          onChange={setKeyFile}
          onChoose={() => void choose()}
          chooseLabel="Choose …"
        />
        {reason !== null && (
          <div className={styles['reason']}>
            <TextField label="Why not" value={reason} onChange={setReason} maxLength={2000} autoFocus />
          </div>
        )}
        <PassphraseField
          ref={field}
          label={`Passphrase of ${name}`}
          error={error}
          onFilled={onFilled}
          onEnter={() => void sign()}
        />
        <div className={styles['actions']}>
          <Button
            variant={reason === null ? 'danger' : 'plain'}
            size="tall"
            onPress={() => setReason(reason === null ? '' : null)}
          >
            {reason === null ? 'I do not agree' : 'Back'}
          </Button>
          <Button
            variant={reason === null ? 'primary' : 'danger-solid'}
            size="tall"
            isPending={signing}
            locked={lock}
            onPress={() => void sign()}
          >
            {reason === null
              ? `Approve${request.facility.practice ? ' in practice' : ''} as ${name}`
              : `Sign that ${name} does not agree`}
          </Button>
        </div>
      </div>
    </form>
  )
}

function approvalLock(objections: readonly string[], missing: number | null): string | undefined {
  if (objections.length > 0) return 'It is not as the plan and the rules want it.'
  if (missing !== null) return `Look at item ${missing + 1} first: the approval covers all of them.`
  return undefined
}
