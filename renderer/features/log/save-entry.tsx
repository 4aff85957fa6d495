import { type ReactElement, useState } from 'react'

import { type Failure, toFailure } from '../../../shared/failure.ts'
import { call } from '../../bridge/client.ts'
import { FailureNote } from '../../ui/failure-note.tsx'
import { State } from '../../ui/state.tsx'
import styles from './log.module.css'

export interface Save {
  readonly start: () => void
  /** Where it was written. */
  readonly path: string | null
  readonly failure: Failure | null
}

/** Asks for a folder, then has core write a new file there. */
export function useSave(index: number, what: 'bytes' | 'proof'): Save {
  const [path, setPath] = useState<string | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  async function save(): Promise<void> {
    setPath(null)
    setFailure(null)
    try {
      const title = `Folder for the ${what} of entry ${index}`
      const chosen = await call('host.choose-folder', { title, buttonLabel: `Save the ${what} here` })
      if (chosen.path === null) return
      setPath((await call('log.save', { index, what, folder: chosen.path })).path)
    } catch (error) {
      setFailure(toFailure(error))
    }
  }
  return { start: () => void save(), path, failure }
}

export function SaveOutcome({ save }: { readonly save: Save }): ReactElement | null {
  if (save.failure !== null) {
    return (
      <div className={styles['saved']}>
        <FailureNote failure={save.failure} />
      </div>
    )
  }
  if (save.path === null) return null
  return (
    <output className={styles['saved']}>
      <State tone="ok">Saved as</State> <code>{save.path}</code>
    </output>
  )
}
