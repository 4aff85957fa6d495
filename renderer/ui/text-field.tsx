import type { ReactElement, ReactNode } from 'react'
import { Input, Label, TextArea, TextField as AriaTextField } from 'react-aria-components'

import { classNames } from './class-names.ts'
import { FieldMessage } from './field-message.tsx'
import styles from './field.module.css'

export interface TextFieldProps {
  readonly label: ReactNode
  readonly value: string
  readonly onChange: (value: string) => void
  readonly help?: ReactNode
  readonly error?: ReactNode
  readonly placeholder?: string
  /** Numbers, serials, paths: anything where 0 and O must not be confused. */
  readonly mono?: boolean
  readonly multiline?: boolean | 'tall'
  readonly isReadOnly?: boolean
  readonly isRequired?: boolean
  readonly autoFocus?: boolean
  readonly maxLength?: number
  readonly name?: string
}

export function TextField(props: TextFieldProps): ReactElement {
  const { label, help, error, placeholder = '', mono = false, multiline = false, maxLength, name } = props
  const input = classNames(styles['input'], mono && styles['mono'])
  const invalid = error !== undefined && error !== null
  return (
    <AriaTextField
      className={classNames(styles['field'], invalid && styles['invalid'])}
      value={props.value}
      onChange={props.onChange}
      isInvalid={invalid}
      isReadOnly={props.isReadOnly ?? false}
      isRequired={props.isRequired ?? false}
      autoFocus={props.autoFocus ?? false}
      autoComplete="off"
      spellCheck="false"
      {...(maxLength !== undefined && { maxLength })}
      {...(name !== undefined && { name })}
    >
      <Label className={styles['label'] ?? ''}>{label}</Label>
      {multiline !== false ? (
        <TextArea className={classNames(input, multiline === 'tall' && styles['tall'])} placeholder={placeholder} />
      ) : (
        <Input className={input} placeholder={placeholder} />
      )}
      <FieldMessage help={help} error={error} />
    </AriaTextField>
  )
}
