import type { ReactElement } from 'react'

import type { EntryView } from '../../../shared/ipc/contract/log.ts'
import { FailureNote } from '../../ui/failure-note.tsx'
import { Monogram, type Role } from '../../ui/monogram.tsx'
import { ScrollArea } from '../../ui/scroll-area.tsx'
import { EntryBytes } from './entry-bytes.tsx'
import { EntryFields } from './entry-fields.tsx'
import { EntryProof } from './entry-proof.tsx'
import styles from './log.module.css'
import { useEntry } from './use-entry.ts'

/** One entry: sentence, fields, digests, exact bytes, proof. Nothing is hidden that an auditor needs at once. */
export function EntryDetail({ index }: { readonly index: number }): ReactElement {
  const { entry, failure } = useEntry(index)
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
