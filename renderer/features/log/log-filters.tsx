import { Search } from 'lucide-react'
import { memo, type ReactElement, useEffect, useEffectEvent, useRef, useState } from 'react'
import { Input, SearchField } from 'react-aria-components'

import type { LogFilter, LogSummary } from '../../../shared/ipc/contract/log.ts'
import { Icon } from '../../ui/icon.tsx'
import { Keys } from '../../ui/keys.tsx'
import { DaysToken } from './days-token.tsx'
import { FilterToken } from './filter-token.tsx'
import { KIND_WORDS } from './kind-words.ts'
import styles from './log.module.css'

/** Typing goes on while the log is searched. */
const PAUSE = 150

export interface LogFiltersProps {
  readonly filter: LogFilter
  readonly onChange: (filter: LogFilter) => void
  readonly summary: LogSummary
  /** Entries that match; undefined while they are counted. */
  readonly total: number | undefined
  /** Entries that were looked at so far. */
  readonly searched: number
}

type Picked = 'run' | 'person' | 'role' | 'kind' | 'key' | 'certificate' | 'incident'

/** Which entries are listed. What is set stands out and can be taken away. Drawn again for another filter or count only, not for each row. */
export const LogFilters = memo(function LogFilters(props: LogFiltersProps): ReactElement {
  const { filter, onChange, summary, total, searched } = props
  const { size } = summary
  function set(name: Picked, value: string | undefined): void {
    const { [name]: _, ...rest } = filter
    onChange(value === undefined ? rest : { ...rest, [name]: value })
  }
  return (
    <search className={styles['filters']} aria-label="Filter the log">
      <TextFilter
        value={filter.text ?? ''}
        onChange={(text) => {
          const { text: _, ...rest } = filter
          onChange(text.trim() === '' ? rest : { ...rest, text })
        }}
      />
      <FilterToken
        label="Run"
        value={filter.run}
        choices={summary.runs.map(({ run, title }) => ({ id: run, label: title, description: run }))}
        onChange={(run) => set('run', run)}
      />
      <FilterToken
        label="Person"
        value={filter.person}
        choices={summary.people.map(({ id, name }) => ({ id, label: name }))}
        onChange={(person) => set('person', person)}
      />
      <FilterToken
        label="Kind"
        value={filter.kind}
        choices={summary.kinds.map((kind) => ({ id: kind, label: KIND_WORDS[kind] ?? kind }))}
        onChange={(kind) => set('kind', kind)}
      />
      <FilterToken
        label="Role"
        value={filter.role}
        choices={summary.roles.map((role) => ({ id: role, label: role }))}
        onChange={(role) => set('role', role)}
      />
      {summary.keys.length > 0 && (
        <FilterToken
          label="Key"
          value={filter.key}
          choices={summary.keys.map((key) => ({ id: key, label: key }))}
          onChange={(key) => set('key', key)}
        />
      )}
      {summary.certificates.length > 0 && (
        <FilterToken
          label="Certificate"
          value={filter.certificate}
          choices={summary.certificates.map(({ certificate, subject, serial }) => ({
            id: certificate,
            label: subject,
            description: serial,
          }))}
          onChange={(certificate) => set('certificate', certificate)}
        />
      )}
      {summary.incidents.length > 0 && (
        <FilterToken
          label="Incident"
          value={filter.incident}
          choices={summary.incidents.map(({ run, title }) => ({ id: run, label: title, description: run }))}
          onChange={(incident) => set('incident', incident)}
        />
      )}
      <DaysToken filter={filter} onChange={onChange} />
      <output className={styles['count']}>
        {total === undefined ? (
          'Counting'
        ) : searched < size && Object.keys(filter).length > 0 ? (
          <>
            <b>{total.toLocaleString('en')}</b> in the first {searched.toLocaleString('en')}
          </>
        ) : (
          <>
            <b>{total.toLocaleString('en')}</b> of {size.toLocaleString('en')} entries
          </>
        )}
      </output>
    </search>
  )
})

function TextFilter(props: { readonly value: string; readonly onChange: (text: string) => void }): ReactElement {
  const { value, onChange } = props
  // a draft of a value that was changed elsewhere ("Show every entry") is void
  const [draft, setDraft] = useState({ text: value, of: value })
  const text = draft.of === value ? draft.text : value
  const input = useRef<HTMLInputElement>(null)
  const change = useEffectEvent(onChange)

  useEffect(() => {
    if (text === value) return undefined
    const timer = setTimeout(() => {
      setDraft({ text, of: text })
      change(text)
    }, PAUSE)
    return () => clearTimeout(timer)
  }, [text, value])

  useEffect(() => {
    function focusOnSlash(event: KeyboardEvent): void {
      if (event.key !== '/' || event.ctrlKey || event.altKey || event.metaKey) return
      if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) return
      event.preventDefault()
      input.current?.focus()
      input.current?.select()
    }
    addEventListener('keydown', focusOnSlash)
    return () => removeEventListener('keydown', focusOnSlash)
  }, [])

  return (
    <SearchField
      className={styles['search'] ?? ''}
      aria-label="Text, serial, digest, person"
      value={text}
      onChange={(typed) => setDraft({ text: typed, of: value })}
    >
      <Icon of={Search} />
      <Input ref={input} placeholder="Text, serial, digest, person" maxLength={200} spellCheck="false" />
      <Keys>/</Keys>
    </SearchField>
  )
}
