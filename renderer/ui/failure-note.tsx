import type { ReactElement, ReactNode } from 'react'

import type { Failure } from '../../shared/failure.ts'
import { classNames } from './class-names.ts'
import { failureText, type FailureKind } from './failure-text.ts'
import styles from './notice.module.css'
import { StateGlyph, type Tone } from './state-glyph.tsx'

const GLYPHS: Readonly<Record<FailureKind, Tone>> = {
  refused: 'danger',
  failed: 'danger',
  unknown: 'unknown',
  'not-signed': 'off',
}

export interface FailureNoteProps {
  readonly failure: Failure
  /** What was certain to the caller: nothing was signed. Otherwise the code decides: refused, failed, unknown. */
  readonly notSigned?: boolean
  /** What to do: buttons. */
  readonly actions?: ReactNode
}

/** What is certain, then why, then what to do, the code last. */
export function FailureNote({ failure, notSigned = false, actions }: FailureNoteProps): ReactElement {
  const text = failureText(failure, notSigned)
  return (
    <div className={classNames(styles['box'], styles[text.kind])} role="alert">
      <h3>
        <StateGlyph tone={GLYPHS[text.kind]} size={18} />
        {text.certain}
      </h3>
      {text.why !== undefined && <p>{text.why}</p>}
      {text.remedy !== undefined && <p className={styles['remedy']}>{text.remedy}</p>}
      <div className={styles['foot']}>
        {actions}
        <span className={styles['outcome']}>{text.outcome}</span>
        <code>{failure.code}</code>
      </div>
    </div>
  )
}
