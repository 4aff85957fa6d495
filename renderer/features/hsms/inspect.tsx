import { FolderSearch } from 'lucide-react'
import { type ReactElement, type SyntheticEvent, useState } from 'react'

import { type Failure, toFailure } from '../../../shared/failure.ts'
import type { ModuleView } from '../../../shared/ipc/contract/hsms.ts'
import { call } from '../../bridge/client.ts'
import { Button } from '../../ui/button.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './hsms.module.css'
import { ModuleDetail } from './module-detail.tsx'

type Outcome = { readonly module: ModuleView } | { readonly failure: Failure } | null

/** Is this file a PKCS#11 module, and what does it show? Asked in a process of its own; nothing is stored. */
export function Inspect(): ReactElement {
  const [path, setPath] = useState('')
  const [asking, setAsking] = useState(false)
  const [outcome, setOutcome] = useState<Outcome>(null)

  async function inspect(file: string): Promise<void> {
    setAsking(true)
    setOutcome(null)
    try {
      setOutcome(await call('hsms.inspect', { path: file }))
    } catch (error) {
      setOutcome({ failure: toFailure(error) })
    } finally {
      setAsking(false)
    }
  }

  async function choose(): Promise<void> {
    try {
      const { path: file } = await call('host.choose-file', {
        title: 'The PKCS#11 library of an HSM',
        buttonLabel: 'Inspect this file',
        kind: 'Libraries',
        extensions: [],
      })
      if (file === null) return
      setPath(file)
      await inspect(file)
    } catch (error) {
      setOutcome({ failure: toFailure(error) })
    }
  }

  function submit(event: SyntheticEvent): void {
    event.preventDefault()
    if (path.trim() !== '' && !asking) void inspect(path.trim())
  }

  return (
    <>
      <h2 className={styles['title']}>Inspect a module</h2>
      <p className={styles['advice']}>
        Conclave loads the file in a process of its own, asks what it is and what is in its slots, and lets it go. No
        PIN is needed, no key is used, and nothing is stored.
      </p>
      <form className={styles['form']} onSubmit={submit}>
        <TextField
          label="Path of the library"
          value={path}
          onChange={setPath}
          mono
          autoFocus
          maxLength={4096}
          placeholder="/usr/lib/vendor/libpkcs11.so"
          help="The maker of the HSM installs it. Its name ends in .so on this system."
        />
        <div className={styles['buttons']}>
          <Button
            type="submit"
            variant="primary"
            isPending={asking}
            locked={path.trim() === '' ? 'Type a path, or choose a file.' : undefined}
          >
            {asking ? 'Asking the file what it is' : 'Inspect this file'}
          </Button>
          <Button icon={FolderSearch} onPress={() => void choose()}>
            Choose a file
          </Button>
        </div>
      </form>
      <div aria-live="polite" className={styles['outcome']}>
        {outcome !== null && 'failure' in outcome && <FailureNote failure={outcome.failure} />}
        {outcome !== null && 'module' in outcome && <ModuleDetail module={outcome.module} inspected />}
      </div>
    </>
  )
}
