import type { ReactElement } from 'react'

import { classNames } from './class-names.ts'
import { type Digest, groupHex } from './digest.ts'
import { StateGlyph } from './state-glyph.tsx'
import styles from './word-grid.module.css'

const ROW_LETTERS = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'] as const
const WORDS_PER_ROW = 4

export interface WordGridProps {
  readonly digest: Digest
  /** What the digest is of: the name of the table. */
  readonly label: string
  /** `presenter`: words only, 47 px, for a room of three metres. */
  readonly size?: 'step' | 'presenter'
  /** The row being read, 0 to 7; rows before it are done, 8 is all done. */
  readonly reading?: number
}

/** Rows A to H: what people compare and read aloud. */
export function WordGrid({ digest, label, size = 'step', reading }: WordGridProps): ReactElement {
  return (
    <table
      className={classNames(styles['grid'], styles[size], reading !== undefined && styles['reading'])}
      aria-label={label}
    >
      <tbody>
        {ROW_LETTERS.map((letter, row) => {
          const done = reading !== undefined && row < reading
          const current = reading === row
          return (
            <tr
              key={letter}
              className={classNames(done && styles['done'], current && styles['now'])}
              {...(current && { 'aria-current': 'step' as const })}
            >
              <th scope="row">
                <span>
                  {letter}
                  {done && <StateGlyph tone="ok" size={size === 'presenter' ? 28 : 14} label="read" />}
                  {current && <span className={styles['pointer']} aria-hidden />}
                </span>
              </th>
              {size === 'step' && (
                <td className={styles['hex']}>
                  <code>{groupHex(digest.hex.slice(row * 8, row * 8 + 8))}</code>
                </td>
              )}
              {digest.words.slice(row * WORDS_PER_ROW, (row + 1) * WORDS_PER_ROW).map((word, column) => (
                // oxlint-disable-next-line react/no-array-index-key
                <td key={column} className={column % 2 === 0 ? styles['two'] : styles['three']}>
                  {word}
                </td>
              ))}
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
