import type { ReactElement, ReactNode } from 'react'
import { Text } from 'react-aria-components'

import styles from './field.module.css'
import { classNames } from './class-names.ts'
import { StateGlyph } from './state-glyph.tsx'

export interface FieldMessageProps {
  readonly help?: ReactNode
  /** What is wrong and the cure. Takes the place of the help. */
  readonly error?: ReactNode
}

/** Under a control: help, or the error with its cure. Described to assistive technology by the slot. */
export function FieldMessage({ help, error }: FieldMessageProps): ReactElement | null {
  if (error !== undefined && error !== null) {
    return (
      <Text slot="errorMessage" className={classNames(styles['error'])}>
        <StateGlyph tone="danger" size={14} />
        <span>{error}</span>
      </Text>
    )
  }
  if (help === undefined) return null
  return (
    <Text slot="description" className={classNames(styles['help'])}>
      {help}
    </Text>
  )
}
