import { type ReactElement, useState } from 'react'

import type { FoundingView } from '../../../shared/ipc/contract/founding.ts'
import { call } from '../../bridge/client.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { classNames } from '../../ui/class-names.ts'
import { FailureNote } from '../../ui/failure-note.tsx'
import { Monogram, type Role } from '../../ui/monogram.tsx'
import { NewCredentialFields, useNewCredential } from '../../ui/new-credential.tsx'
import { Section } from '../../ui/section.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './founding.module.css'
import { actOnFounding, useFounding } from './founding-store.ts'

const ROLES: readonly { readonly role: Role; readonly note: string }[] = [
  { role: 'administrator', note: 'runs ceremonies, approves nothing' },
  { role: 'officer', note: 'approves what is signed' },
  { role: 'witness', note: 'watches, and signs off' },
  { role: 'responder', note: 'acts in an incident' },
  { role: 'auditor', note: 'reads and verifies' },
]

/** One person after the other stands at the console and makes their own credential. */
export function FoundingPeople({ founding }: { readonly founding: FoundingView }): ReactElement {
  const { acting, refusal } = useFounding()
  const [name, setName] = useState('')
  const [roles, setRoles] = useState<readonly Role[]>([])
  const failure = refusal?.act === 'founding.enrol' ? refusal.failure : null
  const cards = founding.tokens
    .filter((token) => token.name === null)
    .map(({ label, serial, model }) => ({ id: `${label} ${serial}`, label, serial, model }))
  const form = useNewCredential(failure, cards)
  const enrol = async (): Promise<void> => {
    if (name.trim() === '' || roles.length === 0) return
    const credential = form.take()
    if (credential === null) return
    if (!(await actOnFounding('founding.enrol', { name: name.trim(), roles: [...roles], credential }))) return
    setName('')
    setRoles([])
  }
  const chooseFolder = async (): Promise<void> => {
    const { path } = await call('host.choose-folder', { title: 'Own media', buttonLabel: 'Put the key file here' })
    if (path !== null) form.setFolder(path)
  }
  return (
    <Section title="People" note={`${founding.people.length} enrolled`}>
      <ul className={classNames(styles['list'], styles['people'])}>
        {founding.people.map(({ person, credential }) => (
          <li key={person.id}>
            <Monogram name={person.name} role={person.roles[0] ?? 'witness'} size="small" />
            <b>{person.name}</b>
            <span>{person.roles.join(', ')}</span>
            <span>{credential}</span>
            <Button
              size="small"
              variant="quiet"
              onPress={() => void actOnFounding('founding.remove-person', { person: person.id })}
            >
              Take {person.name} out
            </Button>
          </li>
        ))}
      </ul>
      <form
        className={styles['person']}
        aria-label="Enrol a person"
        onSubmit={(event) => {
          event.preventDefault()
          void enrol()
        }}
      >
        <div className={styles['who']}>
          <TextField label="Full name" value={name} onChange={setName} maxLength={80} />
          <fieldset>
            <legend>Roles</legend>
            {ROLES.map(({ role, note }) => (
              <Checkbox
                key={role}
                note={note}
                isSelected={roles.includes(role)}
                onChange={(has) => setRoles(has ? [...roles, role] : roles.filter((each) => each !== role))}
              >
                {role}
              </Checkbox>
            ))}
          </fieldset>
        </div>
        <NewCredentialFields
          form={form}
          name={name.trim() === '' ? 'this person' : name.trim()}
          onChooseFolder={() => void chooseFolder()}
        />
        {failure !== null && failure.code !== 'passphrase-weak' && <FailureNote failure={failure} />}
        <div className={styles['buttons']}>
          <Button
            type="submit"
            isPending={acting === 'founding.enrol'}
            locked={name.trim() === '' || roles.length === 0 ? 'Give a name and at least one role first.' : undefined}
          >
            Enrol {name.trim() === '' ? 'this person' : name.trim()}
          </Button>
        </div>
      </form>
    </Section>
  )
}
