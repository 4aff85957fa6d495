import type { ReactElement } from 'react'

import { useReading } from '../../bridge/use-reading.ts'
import { navigate } from '../../route.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { StartForm } from './start-form.tsx'
import styles from './start-form.module.css'

export interface StartScreenProps {
  readonly procedure: string
  /** The playbook run that asks for it. */
  readonly incident?: string | undefined
}

/** From a procedure of the library to an open run. */
export function StartScreen({ procedure: name, incident }: StartScreenProps): ReactElement | null {
  const { value, failure } = useReading('procedures.list', {})
  const procedure = value?.procedures.find(({ procedure: each }) => each === name)
  if (procedure !== undefined) return <StartForm key={name} procedure={procedure} incident={incident} />
  if (value === undefined && failure === null) return null
  return (
    <div className={styles['missing']}>
      {failure === null ? (
        <EmptyState
          title="The library has no such ceremony"
          action={<Button onPress={() => navigate('ceremonies')}>Back to the ceremonies</Button>}
        >
          There is none with the name “{name}”.
        </EmptyState>
      ) : (
        <FailureNote failure={failure} />
      )}
    </div>
  )
}
