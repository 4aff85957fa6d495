import type { ReactElement, ReactNode } from 'react'

import { useIsWorking } from './run-context.ts'
import styles from './sign-bar.module.css'
import { WorkingWords } from './working-words.tsx'

export interface SignBarProps {
  readonly writes: ReactNode
  readonly spares: ReactNode
  /** The field of the secret. */
  readonly secret: ReactNode
  /** The buttons; the last one is the act. */
  readonly children: ReactNode
}

/** A person's secret beside the act that it is for: no dialog stands over what is being signed. */
export function SignBar(props: SignBarProps): ReactElement {
  const { writes, spares, secret, children } = props
  const working = useIsWorking()
  return (
    <div className={styles['bar']}>
      <p>
        <b>{working ? <WorkingWords /> : writes}</b> {working ? 'The rest of the screen can be used.' : spares}
      </p>
      <div className={styles['line']}>
        <div className={styles['secret']}>{secret}</div>
        <div className={styles['actions']}>{children}</div>
      </div>
    </div>
  )
}
