import { type ReactElement, useState } from 'react'

import type { FoundingView } from '../../../shared/ipc/contract/founding.ts'
import { call } from '../../bridge/client.ts'
import { Button } from '../../ui/button.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { PathField } from '../../ui/path-field.tsx'
import { Section } from '../../ui/section.tsx'
import { State } from '../../ui/state.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './founding.module.css'
import { actOnFounding, useFounding } from './founding-store.ts'

type Token = FoundingView['tokens'][number]

/** The PKCS#11 modules of this machine, and which of their tokens hold keys of the facility. */
export function FoundingHsms({ founding }: { readonly founding: FoundingView }): ReactElement {
  const { acting, refusal } = useFounding()
  const [path, setPath] = useState('')
  const choose = async (): Promise<void> => {
    const answer = await call('host.choose-file', {
      title: 'The PKCS#11 module of the HSM',
      buttonLabel: 'Take this module',
      kind: 'PKCS#11 modules',
      extensions: ['so'],
    })
    if (answer.path !== null) setPath(answer.path)
  }
  const add = async (): Promise<void> => {
    if (path.trim() !== '' && (await actOnFounding('founding.add-module', { path: path.trim() }))) setPath('')
  }
  const about = ['founding.add-module', 'founding.take-token', 'founding.drop-token', 'founding.remove-module']
  return (
    <Section title="HSMs" note="plans call a token by the name that it gets here">
      <form
        className={styles['line']}
        aria-label="Add a module"
        onSubmit={(event) => {
          event.preventDefault()
          void add()
        }}
      >
        <PathField
          label="PKCS#11 module"
          value={path}
          onChange={setPath}
          onChoose={() => void choose()}
          chooseLabel="Choose …"
          help="The library of the vendor, for HSMs and for cards of people. It is loaded in a process of its own."
        />
        <Button
          type="submit"
          isPending={acting === 'founding.add-module'}
          locked={path.trim() === '' ? 'Choose the module first.' : undefined}
        >
          Add the module
        </Button>
      </form>
      {refusal !== null && about.includes(refusal.act) && <FailureNote failure={refusal.failure} />}
      <ul className={styles['list']}>
        {founding.modules.map((module) => (
          <li key={module.path}>
            <code>{module.path}</code>
            <State tone={module.reason === null ? 'ok' : 'danger'}>{module.reason ?? 'works'}</State>
            <Button
              size="small"
              variant="quiet"
              onPress={() => void actOnFounding('founding.remove-module', { path: module.path })}
            >
              Take it out
            </Button>
          </li>
        ))}
        {founding.tokens.map((token) => (
          <TokenRow key={`${token.module} ${token.label} ${token.serial}`} token={token} />
        ))}
      </ul>
    </Section>
  )
}

function TokenRow({ token }: { readonly token: Token }): ReactElement {
  const [name, setName] = useState('')
  const { label, serial, model } = token
  return (
    <li>
      <span>
        <b>{label}</b>, serial <code>{serial}</code>, {model}
      </span>
      {token.name === null ? (
        <form
          className={styles['name']}
          aria-label={`Take the token ${label}`}
          onSubmit={(event) => {
            event.preventDefault()
            if (name.trim() !== '') void actOnFounding('founding.take-token', { label, serial, name: name.trim() })
          }}
        >
          <TextField label={`Name of ${label} in plans`} value={name} onChange={setName} maxLength={64} mono />
          <Button size="small" type="submit" locked={name.trim() === '' ? 'Give it a name first.' : undefined}>
            Take this token
          </Button>
        </form>
      ) : (
        <>
          <State tone="ok">{token.name}</State>
          <Button
            size="small"
            variant="quiet"
            onPress={() => void actOnFounding('founding.drop-token', { name: token.name ?? '' })}
          >
            Leave it out
          </Button>
        </>
      )}
    </li>
  )
}
