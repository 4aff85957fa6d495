import { ChevronDown, X } from 'lucide-react'
import type { ReactElement } from 'react'
import { Button as AriaButton, Select, SelectValue } from 'react-aria-components'

import { type Choice, ChoiceList } from '../../ui/choice-list.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Icon } from '../../ui/icon.tsx'
import styles from './log.module.css'

const ANY = 'any value'

export interface FilterTokenProps {
  readonly label: string
  readonly choices: readonly Choice[]
  readonly value: string | undefined
  readonly onChange: (value: string | undefined) => void
}

/** "Person any", or what is asked for, with a cross that takes it away. */
export function FilterToken({ label, choices, value, onChange }: FilterTokenProps): ReactElement {
  const chosen = choices.find((choice) => choice.id === value)?.label ?? value
  return (
    <div className={classNames(styles['token'], value !== undefined && styles['set'])}>
      <Select
        aria-label={label}
        value={value ?? ANY}
        onChange={(key) => onChange(key === ANY || typeof key !== 'string' ? undefined : key)}
      >
        <AriaButton className={styles['pick'] ?? ''}>
          {label}
          <SelectValue className={styles['chosen'] ?? ''}>{() => chosen ?? 'any'}</SelectValue>
          {value === undefined && <Icon of={ChevronDown} size={14} />}
        </AriaButton>
        <ChoiceList choices={[{ id: ANY, label: 'Any' }, ...choices]} />
      </Select>
      {value !== undefined && (
        <AriaButton
          className={styles['clear'] ?? ''}
          aria-label={`Any ${label.toLowerCase()}`}
          onPress={() => onChange(undefined)}
        >
          <Icon of={X} size={14} />
        </AriaButton>
      )}
    </div>
  )
}
