import { type ReactElement, useRef, useState } from 'react'

import type { Failure } from '../../../shared/failure.ts'
import { useFacility } from '../../bridge/facility-store.ts'
import { Button } from '../../ui/button.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { PassphraseField, type PassphraseHandle } from '../../ui/passphrase-field.tsx'
import { Select } from '../../ui/select.tsx'
import styles from './start-form.module.css'

export interface StartBarProps {
  /** Why the run cannot be opened now. */
  readonly lock: string | undefined
  readonly failure: Failure | null
  readonly isStarting: boolean
  /** The bytes are the receiver's to wipe. */
  readonly onStart: (person: string, passphrase: Uint8Array<ArrayBuffer>) => void
}

/** Who opens the run, and the act itself. */
export function StartBar({ lock, failure, isStarting, onStart }: StartBarProps): ReactElement {
  const facility = useFacility((store) => store.facility)
  const field = useRef<PassphraseHandle>(null)
  const [picked, setPicked] = useState<string>()
  const [note, setNote] = useState<'empty' | 'typed' | null>(null)
  const people = facility?.people ?? []
  const person = people.find(({ id }) => id === picked) ?? people.find(({ roles }) => roles.includes('administrator')) ?? people[0]
  const name = person?.name ?? 'nobody'
  const aboutSecret = failure?.code === 'passphrase-incorrect'

  const start = (): void => {
    if (person === undefined || lock !== undefined || isStarting) return
    const passphrase = field.current?.take() ?? new Uint8Array()
    setNote(passphrase.length === 0 ? 'empty' : null)
    if (passphrase.length === 0) field.current?.focus()
    else onStart(person.id, passphrase)
  }
  const error =
    note === 'empty' ? `Type the passphrase of ${name}.` : aboutSecret && note !== 'typed' ? failure.message : null
  return (
    <div className={styles['bar']}>
      {failure !== null && !aboutSecret && (
        <div className={styles['failure']}>
          <FailureNote failure={failure} />
        </div>
      )}
      <p>
        <b>Writes the plan and its digest, signed by the starter.</b> It signs no certificate and opens no HSM. Whoever starts a
        run cannot be its only approver.
      </p>
      <div className={styles['line']}>
        <Select
          label="Who starts it"
          value={person?.id}
          onChange={setPicked}
          choices={people.map((each) => ({ id: each.id, label: each.name, description: each.roles.join(', ') }))}
        />
        <PassphraseField
          ref={field}
          label={`Passphrase of ${name}`}
          error={error}
          practice={person === undefined ? undefined : facility?.practiceSecrets?.passphrases[person.id]}
          onFilled={(filled) => setNote(filled ? 'typed' : null)}
          onEnter={start}
        />
        <div className={styles['act']}>
          <Button variant="primary" size="tall" isPending={isStarting} locked={lock} note="Step 1 comes next." onPress={start}>
            Open this run as {name}
          </Button>
        </div>
      </div>
    </div>
  )
}
