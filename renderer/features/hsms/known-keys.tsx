import type { ReactElement } from 'react'

import { useReading } from '../../bridge/use-reading.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { Section } from '../../ui/section.tsx'
import styles from './hsms.module.css'
import { KeyDossier } from './key-dossier.tsx'

export interface KnownKeysProps {
  readonly label: string
  readonly serial: string
}

/** A closed token does not show its private keys: what the log knows, as it was read back when the keys were made. */
export function KnownKeys({ label, serial }: KnownKeysProps): ReactElement {
  const { value, failure } = useReading('hsms.known-keys', { label, serial })
  const keys = value?.keys
  return (
    <Section
      title="Keys"
      note={keys === undefined ? 'reading' : `${keys.length} in the log; a closed token shows none`}
    >
      {failure !== null && <FailureNote failure={failure} />}
      {keys?.length === 0 && (
        <div className={styles['empty']}>
          <EmptyState title="No key was made on it">
            A ceremony that generates a key reads it back and keeps its dossier. It is shown here from then on.
          </EmptyState>
        </div>
      )}
      <ul>
        {keys?.map(({ key, madeAt, run }) => (
          <KeyDossier
            key={key.id}
            dossier={key}
            source={`read back ${madeAt.slice(0, 10)} ${madeAt.slice(11, 16)}Z, ${run}`}
          />
        ))}
      </ul>
    </Section>
  )
}
