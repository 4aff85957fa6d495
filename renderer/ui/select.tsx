import { ChevronDown } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import {
  Button as AriaButton,
  ComboBox as AriaComboBox,
  Input,
  Label,
  Select as AriaSelect,
  SelectValue,
} from 'react-aria-components'

import { type Choice, ChoiceList } from './choice-list.tsx'
import { classNames } from './class-names.ts'
import { FieldMessage } from './field-message.tsx'
import styles from './field.module.css'
import { Icon } from './icon.tsx'
import own from './select.module.css'

export interface SelectProps {
  readonly label: ReactNode
  readonly choices: readonly Choice[]
  /** The id of the chosen one; undefined when none is. */
  readonly value: string | undefined
  readonly onChange: (id: string) => void
  readonly placeholder?: string
  readonly help?: ReactNode
  readonly error?: ReactNode
  readonly isRequired?: boolean
}

/** One of a short, closed list. */
export function Select(props: SelectProps): ReactElement {
  const { label, choices, value, onChange, placeholder = 'Choose', help, error, isRequired = false } = props
  const invalid = error !== undefined && error !== null
  return (
    <AriaSelect
      className={classNames(styles['field'], invalid && styles['invalid'])}
      value={value ?? null}
      onChange={(key) => {
        if (typeof key === 'string') onChange(key)
      }}
      placeholder={placeholder}
      isInvalid={invalid}
      isRequired={isRequired}
    >
      <Label className={styles['label'] ?? ''}>{label}</Label>
      <AriaButton className={classNames(styles['box'], own['button'])}>
        <SelectValue className={classNames(own['value'])}>
          {({ selectedText, isPlaceholder }) => (isPlaceholder ? placeholder : selectedText)}
        </SelectValue>
        <Icon of={ChevronDown} />
      </AriaButton>
      <FieldMessage help={help} error={error} />
      <ChoiceList choices={choices} />
    </AriaSelect>
  )
}

/** One of a long list, found by typing. */
export function ComboBox(props: SelectProps): ReactElement {
  const { label, choices, value, onChange, placeholder = '', help, error, isRequired = false } = props
  const invalid = error !== undefined && error !== null
  return (
    <AriaComboBox
      className={classNames(styles['field'], invalid && styles['invalid'])}
      defaultItems={choices}
      value={value ?? null}
      onChange={(key) => {
        if (typeof key === 'string') onChange(key)
      }}
      isInvalid={invalid}
      isRequired={isRequired}
    >
      <Label className={styles['label'] ?? ''}>{label}</Label>
      <div className={classNames(styles['box'])}>
        <Input className={classNames(styles['bare'])} placeholder={placeholder} />
        <AriaButton className={classNames(own['open'])} aria-label="Show the list">
          <Icon of={ChevronDown} />
        </AriaButton>
      </div>
      <FieldMessage help={help} error={error} />
      <ChoiceList choices={choices} />
    </AriaComboBox>
  )
}
