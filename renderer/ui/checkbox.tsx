import type { ReactElement, ReactNode } from 'react'
import { CheckboxButton, CheckboxField } from 'react-aria-components'

import styles from './checkbox.module.css'
import { classNames } from './class-names.ts'

export interface CheckboxProps {
  readonly children: ReactNode
  readonly note?: ReactNode
  readonly isSelected: boolean
  readonly onChange: (isSelected: boolean) => void
  readonly isDisabled?: boolean
}

export function Checkbox({ children, note, isSelected, onChange, isDisabled = false }: CheckboxProps): ReactElement {
  return (
    <CheckboxField isSelected={isSelected} onChange={onChange} isDisabled={isDisabled}>
      <CheckboxButton className={classNames(styles['checkbox'])}>
        <svg className={styles['box']} width="18" height="18" viewBox="0 0 18 18" aria-hidden>
          <path d="M4.5 9.5l3 3 6-7" />
        </svg>
        <span>
          {children}
          {note !== undefined && <span className={styles['note']}>{note}</span>}
        </span>
      </CheckboxButton>
    </CheckboxField>
  )
}
