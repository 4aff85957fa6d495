import type { ReactElement } from 'react'

import { useReading } from '../../bridge/use-reading.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { Section } from '../../ui/section.tsx'
import styles from './hsms.module.css'
import { KeyDossier } from './key-dossier.tsx'

export interface TokenPlace {
  readonly module: string
  readonly label: string
  readonly serial: string
}

/** The keys of an open token, asked now. */
export function OpenKeys({ at }: { readonly at: TokenPlace }): ReactElement {
  const { value, failure } = useReading('hsms.keys', at)
  const keys = value?.keys
  return (
    <Section title="Keys" note={keys === undefined ? 'asking the token' : `${keys.length} on the token, asked now`}>
      {failure !== null && <FailureNote failure={failure} />}
      {keys?.length === 0 && (
        <div className={styles['empty']}>
          <EmptyState title="There is no key on it">A ceremony makes the first one.</EmptyState>
        </div>
      )}
      <ul>
        {keys?.map((key) => (
          <KeyDossier key={`${key.id} ${key.spki.hex}`} dossier={key} source="read from the token now" />
        ))}
      </ul>
    </Section>
  )
}
