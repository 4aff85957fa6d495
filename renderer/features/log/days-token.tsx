import { ChevronDown, X } from 'lucide-react'
import { type ReactElement, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'

import type { LogFilter } from '../../../shared/ipc/contract/log.ts'
import { classNames } from '../../ui/class-names.ts'
import { Icon } from '../../ui/icon.tsx'
import { Popover } from '../../ui/popover.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './log.module.css'

export interface DaysTokenProps {
  readonly filter: LogFilter
  readonly onChange: (filter: LogFilter) => void
}

const DAY = /^\d{4}-\d\d-\d\d$/

/** "Days any", or from when to when, in days of UTC. */
export function DaysToken({ filter, onChange }: DaysTokenProps): ReactElement {
  const { from, until, ...rest } = filter
  const isSet = from !== undefined || until !== undefined
  const set = (name: 'from' | 'until', day: string): void => {
    const { [name]: _, ...others } = filter
    onChange(day === '' ? others : { ...others, [name]: day })
  }
  return (
    <div className={classNames(styles['token'], isSet && styles['set'])}>
      <Popover
        label="Days"
        placement="bottom start"
        trigger={
          <AriaButton className={styles['pick'] ?? ''} aria-label={`Days ${words(from, until)}`}>
            Days <span className={styles['chosen']}>{words(from, until)}</span>
            {!isSet && <Icon of={ChevronDown} size={14} />}
          </AriaButton>
        }
      >
        <div className={styles['days']}>
          <DayField label="First day" value={from ?? ''} onChange={(day) => set('from', day)} />
          <DayField label="Last day" value={until ?? ''} onChange={(day) => set('until', day)} />
        </div>
      </Popover>
      {isSet && (
        <AriaButton className={styles['clear'] ?? ''} aria-label="Any days" onPress={() => onChange(rest)}>
          <Icon of={X} size={14} />
        </AriaButton>
      )}
    </div>
  )
}

function words(from: string | undefined, until: string | undefined): string {
  if (from === undefined) return until === undefined ? 'any' : `to ${until}`
  return until === undefined ? `from ${from}` : `${from} to ${until}`
}

interface DayFieldProps {
  readonly label: string
  readonly value: string
  readonly onChange: (day: string) => void
}

/** What is typed counts once it is a day, or nothing. */
function DayField({ label, value, onChange }: DayFieldProps): ReactElement {
  const [typed, setTyped] = useState(value)
  const isDay = typed === '' || (DAY.test(typed) && !Number.isNaN(Date.parse(typed)))
  return (
    <TextField
      label={label}
      mono
      value={typed}
      maxLength={10}
      placeholder="2026-11-30"
      error={isDay || typed.length < 10 ? undefined : 'There is no such day.'}
      onChange={(text) => {
        setTyped(text)
        if (text === '' || (DAY.test(text) && !Number.isNaN(Date.parse(text)))) onChange(text)
      }}
    />
  )
}
