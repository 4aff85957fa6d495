import type { ReactElement } from 'react'

import { ListRow, Rows } from '../../ui/list-row.tsx'
import type { Tone } from '../../ui/state-glyph.tsx'

export interface Finding {
  readonly words: string
  readonly severity: 'open' | 'wrong' | 'unknown' | 'attention' | 'ok'
  /** Where it was read. */
  readonly from?: string
}

const LOOK: Readonly<Record<Finding['severity'], readonly [tone: Tone, word: string]>> = {
  open: ['danger', 'open'],
  wrong: ['danger', 'wrong'],
  unknown: ['unknown', 'not known'],
  attention: ['attention', 'look'],
  ok: ['ok', 'as it should be'],
}

export interface FindingRowsProps {
  readonly label: string
  readonly findings: readonly Finding[]
  /** Nobody has to act on it here: nothing is lit. */
  readonly quiet: boolean
}

/** What was found, a row each: the fact as a sentence, and what is to be thought of it. */
export function FindingRows({ label, findings, quiet }: FindingRowsProps): ReactElement {
  return (
    <Rows aria-label={label}>
      {findings.map(({ words, severity, from }) => {
        const [tone, word] = LOOK[severity]
        return (
          <ListRow
            key={`${severity} ${words}`}
            density="dense"
            tone={quiet && severity !== 'ok' ? 'off' : tone}
            name={words}
            value={word}
            {...(from === undefined || severity === 'ok' ? {} : { detail: <code>{from}</code> })}
          />
        )
      })}
    </Rows>
  )
}
