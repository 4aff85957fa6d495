import type { ReactElement } from 'react'

import { useReading } from '../../bridge/use-reading.ts'
import { navigate } from '../../route.ts'
import { Button } from '../../ui/button.tsx'
import { DrillFrame } from '../../ui/drill-frame.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { type Purpose, PURPOSE_WORDS } from './purpose.ts'
import { StartForm } from './start-form.tsx'
import styles from './start-form.module.css'

export interface StartScreenProps {
  readonly procedure: string
  readonly purpose?: Purpose
  /** The open incident that asks for this ceremony. */
  readonly incident?: string | undefined
}

/** From a procedure of the library to an open run. */
export function StartScreen(props: StartScreenProps): ReactElement | null {
  const { procedure: name, purpose = 'ceremony', incident } = props
  const { value, failure } = useReading('procedures.list', {})
  const procedure = value?.procedures.find(({ procedure: each }) => each === name)
  if (procedure !== undefined) {
    const form = <StartForm key={name} procedure={procedure} purpose={purpose} incident={incident} />
    return purpose === 'drill' ? <DrillFrame title={procedure.title}>{form}</DrillFrame> : form
  }
  if (value === undefined && failure === null) return null
  const { area } = PURPOSE_WORDS[purpose]
  return (
    <div className={styles['missing']}>
      {failure === null ? (
        <EmptyState
          title={`The library has no such ${purpose === 'ceremony' ? 'ceremony' : 'playbook'}`}
          action={<Button onPress={() => navigate(area)}>Back to the {area}</Button>}
        >
          There is none with the name “{name}”.
        </EmptyState>
      ) : (
        <FailureNote failure={failure} />
      )}
    </div>
  )
}
