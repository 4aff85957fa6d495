import { type ReactElement, useState } from 'react'

import type { EntryView } from '../../../shared/ipc/contract/log.ts'
import { LinkButton } from '../../ui/button.tsx'
import { HexDump } from '../../ui/hex-dump.tsx'
import { Section } from '../../ui/section.tsx'
import styles from './log.module.css'
import { SaveOutcome, useSave } from './save-entry.tsx'

const LINES = 6

/** The bytes whose hash is the leaf of the tree. */
export function EntryBytes({ entry }: { readonly entry: EntryView }): ReactElement {
  const { sentence, bytes } = entry
  const [all, setAll] = useState(false)
  const save = useSave(sentence.index, 'bytes')
  const long = bytes.length > LINES * 16
  return (
    <Section
      title="Exact bytes"
      note={`${bytes.length.toLocaleString('en')} bytes, canonical JSON`}
      link={
        <span className={styles['links']}>
          {long && <LinkButton onPress={() => setAll(!all)}>{all ? 'Show the begin' : 'Show all'}</LinkButton>}
          <LinkButton onPress={save.start}>Save the bytes</LinkButton>
        </span>
      }
    >
      <div className={styles['dump']}>
        <HexDump bytes={bytes} label={`Bytes of entry ${sentence.index}`} {...(!all && { lines: LINES })} />
      </div>
      <SaveOutcome save={save} />
    </Section>
  )
}
