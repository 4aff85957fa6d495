import type { ReactElement, ReactNode } from 'react'

import { classNames } from './class-names.ts'
import styles from './page-head.module.css'
import { StateGlyph, type Tone } from './state-glyph.tsx'

export interface PageHeadProps {
  /** A statement, not a category: what is true now. */
  readonly title: ReactNode
  /** One sentence of proof. */
  readonly children?: ReactNode
  readonly actions?: ReactNode
  /** A verdict in front of the title. */
  readonly tone?: Tone
  /** `detail` is lower: 20 px title over a 13 px sentence. */
  readonly size?: 'page' | 'detail'
}

export function PageHead({ title, children, actions, tone, size = 'page' }: PageHeadProps): ReactElement {
  return (
    <header className={classNames(styles['head'], styles[size])}>
      {tone !== undefined && <StateGlyph tone={tone} size={30} />}
      <div className={styles['text']}>
        <h1>{title}</h1>
        {children !== undefined && <p>{children}</p>}
      </div>
      {actions !== undefined && <div className={styles['actions']}>{actions}</div>}
    </header>
  )
}
