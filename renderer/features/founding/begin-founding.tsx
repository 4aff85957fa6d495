import { type ReactElement, useEffect, useState } from 'react'

import { call } from '../../bridge/client.ts'
import { Button } from '../../ui/button.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { PathField } from '../../ui/path-field.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './founding.module.css'
import { actOnFounding, useFounding } from './founding-store.ts'

/** The first words of a production facility, or the way back to ones that were left. */
export function BeginFounding({ onBack }: { readonly onBack: () => void }): ReactElement {
  const { acting, refusal } = useFounding()
  const [name, setName] = useState('')
  const [parent, setParent] = useState('')
  const [domain, setDomain] = useState('')
  const [left, setLeft] = useState('')
  useEffect(() => {
    call('facility.suggest-parent', {}).then(
      (answer) => setParent((before) => (before === '' ? answer.parent : before)),
      () => undefined,
    )
  }, [])
  const begin = (): void => {
    if (name.trim() === '' || parent.trim() === '') return
    const place = domain.trim() === '' ? {} : { domain: domain.trim() }
    void actOnFounding('founding.begin', { name: name.trim(), parent: parent.trim(), ...place })
  }
  const choose = async (title: string, take: (path: string) => void): Promise<void> => {
    const { path } = await call('host.choose-folder', { title, buttonLabel: 'Take this folder' })
    if (path !== null) take(path)
  }
  return (
    <div className={styles['page']}>
      <form
        aria-label="Found a production facility"
        className={styles['narrow']}
        onSubmit={(event) => {
          event.preventDefault()
          begin()
        }}
      >
        <h1>Found a production facility</h1>
        <p>
          For ever a production facility. The people who will work here stand around this screen: each makes their own
          credential, and all of them sign the first page of the log.
        </p>
        <TextField label="Name" value={name} onChange={setName} maxLength={80} autoFocus />
        <PathField
          label="In this folder"
          value={parent}
          onChange={setParent}
          onChoose={() => void choose('Where the facility goes', setParent)}
          chooseLabel="Choose …"
          help="A new folder is made in it. Nothing that exists is changed."
        />
        <TextField
          label="Domain of the log, if you have one"
          value={domain}
          onChange={setDomain}
          maxLength={120}
          help="Becomes part of the name of the log for ever: pki.example.org. Nothing is looked up."
        />
        {refusal !== null && <FailureNote failure={refusal.failure} />}
        <div className={styles['buttons']}>
          <Button
            variant="primary"
            size="large"
            type="submit"
            isPending={acting === 'founding.begin'}
            locked={name.trim() === '' || parent.trim() === '' ? 'Give it a name and a folder.' : undefined}
          >
            Begin
          </Button>
          <Button size="large" onPress={onBack}>
            Back
          </Button>
        </div>
      </form>
      <form
        aria-label="Go on with a founding"
        className={styles['narrow']}
        onSubmit={(event) => {
          event.preventDefault()
          if (left.trim() !== '') void actOnFounding('founding.resume', { path: left.trim() })
        }}
      >
        <h2>Go on with one that was left</h2>
        <PathField
          label="Its folder"
          value={left}
          onChange={setLeft}
          onChoose={() => void choose('The folder of the founding', setLeft)}
          chooseLabel="Choose …"
          help="The folder that holds founding.json."
        />
        <div className={styles['buttons']}>
          <Button type="submit" locked={left.trim() === '' ? 'Choose its folder first.' : undefined}>
            Go on with it
          </Button>
        </div>
      </form>
    </div>
  )
}
