import type { ReactElement } from 'react'

import type { LogRow } from '../../../shared/ipc/contract/log.ts'
import { Bitting } from '../../ui/bitting.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FactColumns } from '../../ui/key-value.tsx'
import { ScrollArea } from '../../ui/scroll-area.tsx'
import { Section } from '../../ui/section.tsx'
import { StateGlyph } from '../../ui/state-glyph.tsx'
import { WordGrid } from '../../ui/word-grid.tsx'
import styles from './log.module.css'

export interface CheckpointDetailProps {
  readonly size: number
  /** Its row, once it is read. */
  readonly row: LogRow | undefined
}

/** A checkpoint in full, to be compared with a printed one word by word. */
export function CheckpointDetail({ size, row }: CheckpointDetailProps): ReactElement {
  const checkpoint = row?.row === 'checkpoint' && row.checkpoint.size === size ? row.checkpoint : undefined
  if (checkpoint === undefined) {
    return (
      <ScrollArea label="Checkpoint" className={styles['detail']}>
        <EmptyState title={`The checkpoint over ${size.toLocaleString('en')} entries is not in the list`}>
          Take the filters away to see it.
        </EmptyState>
      </ScrollArea>
    )
  }
  const { root, time, cosigners } = checkpoint
  return (
    <ScrollArea label="Checkpoint" className={styles['detail']}>
      <h2 className={styles['title']}>
        <StateGlyph tone="ok" size={26} />
        <span>Checkpoint over {size.toLocaleString('en')} entries</span>
      </h2>
      <Section title="Fields" note={`after entry ${(size - 1).toLocaleString('en')}`}>
        <FactColumns
          rows={[
            { label: 'Time of its last entry', value: time },
            { label: 'Entries', value: size.toLocaleString('en') },
            { label: 'Cosigned by', value: cosigners.length === 0 ? 'nobody' : `${cosigners.length} people` },
          ]}
        />
        {cosigners.length > 0 && <p className={styles['names']}>{cosigners.join(', ')}</p>}
      </Section>
      <Section
        title="Root"
        note="compare rows A to H with a print"
        link={<Bitting digest={root.hex} width={178} height={15} strong />}
      >
        <div className={styles['words']}>
          <WordGrid digest={root} label={`Root of the checkpoint over ${size} entries`} />
        </div>
      </Section>
    </ScrollArea>
  )
}
