import type { ReactElement } from 'react'
import { Button as AriaButton } from 'react-aria-components'

import type { VerdictView } from '../../../shared/ipc/contract/log.ts'
import { ScrollArea } from '../../ui/scroll-area.tsx'
import { StateGlyph } from '../../ui/state-glyph.tsx'
import styles from './log.module.css'
import { useVerdict } from './verdict-store.ts'

export interface VerdictProblemsProps {
  readonly facility: string
  /** What core found when it opened the log. */
  readonly examined: VerdictView | null
  readonly onGoTo: (index: number) => void
}

/** What the last verification found wrong, the first bad entry on top; each line leads to its entry. */
export function VerdictProblems({ facility, examined, onGoTo }: VerdictProblemsProps): ReactElement | null {
  const store = useVerdict()
  const verdict = (store.facility === facility ? store.verdict : null) ?? examined
  const problems = verdict?.problems ?? []
  if (problems.length === 0) return null
  return (
    <ScrollArea label="What is wrong" className={styles['problems']}>
      <ul>
        {problems.map(({ index, code, message }) => (
          <li key={`${index} ${code} ${message}`}>
            <AriaButton className={styles['problem'] ?? ''} onPress={() => onGoTo(index)}>
              <StateGlyph tone="danger" size={14} />
              <b>Entry {index.toLocaleString('en')}</b>
              <span>{message}</span>
              <code>{code}</code>
            </AriaButton>
          </li>
        ))}
      </ul>
    </ScrollArea>
  )
}
