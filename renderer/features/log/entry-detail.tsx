import { type ReactElement, useRef } from 'react'

import type { EntryView } from '../../../shared/ipc/contract/log.ts'
import { useReading } from '../../bridge/use-reading.ts'
import { FailureNote } from '../../ui/failure-note.tsx'
import { Monogram, type Role } from '../../ui/monogram.tsx'
import { ScrollArea } from '../../ui/scroll-area.tsx'
import { EntryBytes } from './entry-bytes.tsx'
import { EntryFields } from './entry-fields.tsx'
import { EntryProof } from './entry-proof.tsx'
import styles from './log.module.css'

/** One entry: sentence, fields, digests, exact bytes, proof. Nothing is hidden that an auditor needs at once. */
export function EntryDetail({ index }: { readonly index: number | null }): ReactElement {
  if (index === null) return <ScrollArea label="Entry" className={styles['detail']} children={null} />
  return <ReadEntry index={index} />
}

function ReadEntry({ index }: { readonly index: number }): ReactElement {
  const { value, failure } = useReading('log.entry', { index })
  // walking with the arrow keys: the entry before stays until this one is read
  const shown = useRef<EntryView>(undefined)
  if (value !== undefined) shown.current = value
  const entry = failure === null ? shown.current : undefined
  return (
    <ScrollArea label="Entry" className={styles['detail']}>
      {failure !== null && <FailureNote failure={failure} />}
      {entry !== undefined && <Entry entry={entry} />}
    </ScrollArea>
  )
}

function Entry({ entry }: { readonly entry: EntryView }): ReactElement {
  const { sentence } = entry
  return (
    <>
      <h2 className={styles['title']}>
        {entry.actor !== null && <Monogram name={entry.actor} role={roleOf(entry.role)} />}
        <span>
          {sentence.strong} {sentence.text}
        </span>
      </h2>
      <EntryFields entry={entry} />
      <EntryBytes key={`bytes ${sentence.index}`} entry={entry} />
      <EntryProof key={`proof ${sentence.index}`} entry={entry} />
    </>
  )
}

const ROLES: readonly Role[] = ['administrator', 'officer', 'witness', 'responder', 'auditor']

/** An entry that names no role was made by the person at the console. */
function roleOf(role: string | null): Role {
  return ROLES.find((known) => known === role) ?? 'administrator'
}
