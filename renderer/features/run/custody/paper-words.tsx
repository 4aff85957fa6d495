import type { ReactElement } from 'react'

import { classNames } from '../../../ui/class-names.ts'
import styles from './custody.module.css'

const A_LINE = 8
/** Half a line of the paper, so that no word is small. */
const A_ROW = 4

/** The words of a share for who writes them down: five lines of eight, every second one bold. */
export function PaperWords({
  words,
  label,
}: {
  readonly words: readonly string[]
  readonly label: string
}): ReactElement {
  return (
    <div className={styles['paper']}>
      <table aria-label={label}>
        {startsOf(words.length, A_LINE).map((line) => (
          <tbody key={line}>
            {startsOf(Math.min(A_LINE, words.length - line), A_ROW).map((row) => (
              <tr key={row}>
                <th scope="row">{line + row + 1}</th>
                {words.slice(line + row, line + row + A_ROW).map((word, at) => (
                  // A word may stand there twice: its place tells it apart.
                  // oxlint-disable-next-line react/no-array-index-key
                  <td key={at} className={classNames(at % 2 === 1 && styles['three'])}>
                    {word}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  )
}

function startsOf(count: number, size: number): number[] {
  return Array.from({ length: Math.ceil(count / size) }, (_, index) => index * size)
}
