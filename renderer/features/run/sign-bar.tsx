import type { ReactElement, ReactNode, Ref } from 'react'

import { PassphraseField, type PassphraseHandle } from '../../ui/passphrase-field.tsx'
import { useIsWorking } from './run-context.ts'
import styles from './sign-bar.module.css'
import { WorkingWords } from './working-words.tsx'

export interface SignBarProps {
  readonly writes: ReactNode
  readonly spares: ReactNode
  readonly label: string
  readonly field: Ref<PassphraseHandle>
  readonly error: string | null
  readonly practice: string | undefined
  readonly onFilled: (filled: boolean) => void
  readonly onEnter: () => void
  /** The buttons; the last one is the act. */
  readonly children: ReactNode
}

/** A person's secret beside the act that it is for: no dialog stands over what is being signed. */
export function SignBar(props: SignBarProps): ReactElement {
  const { writes, spares, label, field, error, practice, onFilled, onEnter, children } = props
  const working = useIsWorking()
  return (
    <div className={styles['bar']}>
      <p>
        <b>{working ? <WorkingWords /> : writes}</b> {working ? 'The rest of the screen can be used.' : spares}
      </p>
      <div className={styles['line']}>
        <div className={styles['secret']}>
          <PassphraseField
            ref={field}
            label={label}
            error={error}
            practice={practice}
            onFilled={onFilled}
            onEnter={onEnter}
          />
        </div>
        <div className={styles['actions']}>{children}</div>
      </div>
    </div>
  )
}
