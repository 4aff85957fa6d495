import { memo, type ReactElement } from 'react'

import type { LogRow } from '../../../shared/ipc/contract/log.ts'
import { Bitting } from '../../ui/bitting.tsx'
import { StateGlyph } from '../../ui/state-glyph.tsx'
import styles from './log.module.css'

/** One row of the log: an entry as a sentence, a checkpoint with its picture, or the heading of an act. */
export const LogRowLine = memo(function LogRowLine({ row }: { readonly row: LogRow }): ReactElement {
  switch (row.row) {
    case 'group':
      return (
        <div className={styles['group']}>
          <b>{row.title}</b>
          <span>{row.note}</span>
        </div>
      )
    case 'checkpoint': {
      const { size, time, cosigners, root } = row.checkpoint
      return (
        <div className={styles['checkpoint']}>
          <code />
          <code title={time}>{time.slice(11, 19)}Z</code>
          <span>
            <StateGlyph tone="ok" size={15} />
            <b>Checkpoint</b> over {size.toLocaleString('en')} entries, {cosigned(cosigners.length)}
          </span>
          <Bitting digest={root.hex} width={96} height={12} />
        </div>
      )
    }
    case 'entry': {
      const { index, time, strong, text, label } = row.sentence
      return (
        <div className={styles['entry']} title={`${time}  ${strong} ${text}`}>
          <code>{index.toLocaleString('en')}</code>
          <code>{time.slice(11, 19)}Z</code>
          <span>
            <b>{strong}</b> {text}
          </span>
          <em>{label}</em>
        </div>
      )
    }
  }
})

function cosigned(count: number): string {
  return count === 0 ? 'signed by the log' : `cosigned by ${count} ${count === 1 ? 'person' : 'people'}`
}
