import type { ReactElement } from 'react'

import type { EntryView } from '../../../shared/ipc/contract/log.ts'
import { LinkButton } from '../../ui/button.tsx'
import { ProofLine } from '../../ui/proof-line.tsx'
import { Section } from '../../ui/section.tsx'
import { State } from '../../ui/state.tsx'
import styles from './log.module.css'
import { SaveOutcome, useSave } from './save-entry.tsx'

/** How the entry hangs together with a checkpoint: checked by core when the entry was read. */
export function EntryProof({ entry }: { readonly entry: EntryView }): ReactElement {
  const { sentence, proof } = entry
  const save = useSave(sentence.index, 'proof')
  const count = proof.path.length
  return (
    <Section
      title="Inclusion proof"
      note={
        count === 0
          ? 'this entry is the root'
          : `${count} ${count === 1 ? 'hash leads' : 'hashes lead'} from this entry to the root`
      }
      link={<LinkButton onPress={save.start}>Save the proof</LinkButton>}
    >
      <div className={styles['proof']}>
        <ProofLine index={sentence.index} size={proof.size} path={proof.path} verdict={<Verdict proof={proof} />} />
      </div>
      <SaveOutcome save={save} />
    </Section>
  )
}

function Verdict({ proof }: { readonly proof: EntryView['proof'] }): ReactElement {
  const size = proof.size.toLocaleString('en')
  if (!proof.verified) return <State tone="danger">The path does not lead to the root of {size} entries</State>
  if (proof.checkpoint) return <State tone="ok">Root equals checkpoint {size}</State>
  return <State tone="waiting">No checkpoint yet: root of {size} entries</State>
}
