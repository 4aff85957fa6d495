import type { ReactElement, ReactNode } from 'react'

import { Button } from './button.tsx'
import styles from './path-field.module.css'
import { TextField } from './text-field.tsx'

export interface PathFieldProps {
  readonly label: ReactNode
  readonly value: string
  readonly onChange: (path: string) => void
  /** The dialog of the system is wanted. */
  readonly onChoose: () => void
  readonly chooseLabel: string
  readonly help?: ReactNode
  readonly error?: ReactNode
  readonly autoFocus?: boolean
}

/** A file or folder: typed, or chosen in the dialog of the system. */
export function PathField({ onChoose, chooseLabel, ...field }: PathFieldProps): ReactElement {
  return (
    <div className={styles['path']}>
      <TextField {...field} mono maxLength={4096} />
      <Button onPress={onChoose}>{chooseLabel}</Button>
    </div>
  )
}
