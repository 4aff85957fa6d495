import { type ReactElement, useState } from 'react'

import type { Withheld } from '../../../shared/audit/withheld.ts'
import { useFacility } from '../../bridge/facility-store.ts'
import { Button } from '../../ui/button.tsx'
import { ListRow, Rows } from '../../ui/list-row.tsx'
import { Section } from '../../ui/section.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './stories.module.css'
import { useEntry } from './use-entry.ts'

export interface WithheldEntriesProps {
  readonly withheld: readonly Withheld[]
  readonly onChange: (withheld: readonly Withheld[]) => void
}

/** Which entries stay behind, with a reason that the package gives. Each is shown before and after it is chosen. */
export function WithheldEntries({ withheld, onChange }: WithheldEntriesProps): ReactElement {
  const size = useFacility((store) => store.facility?.size ?? 0)
  const [number, setNumber] = useState('')
  const [reason, setReason] = useState('')
  const index = Number(number)
  const problem = problemOf(number, size, withheld)
  const isNamed = number.trim() !== '' && problem === undefined
  const missing = isNamed ? (reason.trim() === '' ? 'Say why.' : undefined) : (problem ?? 'Name an entry.')
  return (
    <Section title="Left out of it" note={withheld.length === 0 ? 'nothing' : String(withheld.length)}>
      {withheld.length > 0 && (
        <Rows aria-label="Entries that are left out">
          {withheld.map((one) => (
            <ListRow
              key={one.index}
              lead={<code>{one.index.toLocaleString('en')}</code>}
              name={<Sentence index={one.index} />}
              value={<Button onPress={() => onChange(withheld.filter((other) => other !== one))}>Put it back</Button>}
              detail={one.reason}
            />
          ))}
        </Rows>
      )}
      <div className={styles['withheld']}>
        <TextField label="Entry" value={number} onChange={setNumber} mono error={problem} maxLength={12} />
        <TextField
          label="Why it is left out"
          value={reason}
          onChange={setReason}
          maxLength={500}
          help={
            isNamed ? (
              <Sentence index={index} />
            ) : (
              'The package gives this reason, and the hash of the entry, so that every proof still holds.'
            )
          }
        />
        <Button
          locked={missing}
          onPress={() => {
            onChange([...withheld, { index, reason: reason.trim() }].toSorted((a, b) => a.index - b.index))
            setNumber('')
            setReason('')
          }}
        >
          Leave it out
        </Button>
      </div>
    </Section>
  )
}

function problemOf(number: string, size: number, withheld: readonly Withheld[]): string | undefined {
  if (number.trim() === '') return undefined
  const index = Number(number)
  if (!/^\d+$/.test(number.trim()) || index >= size) return `From 1 to ${(size - 1).toLocaleString('en')}.`
  if (index === 0) return 'Entry 0 stays.'
  return withheld.some((one) => one.index === index) ? 'It is left out.' : undefined
}

/** What the entry says, and what goes with it. */
function Sentence({ index }: { readonly index: number }): ReactElement {
  const { entry, failure } = useEntry(index)
  if (failure !== null) return <>{failure.message}</>
  if (entry === undefined) return <>Reading the entry</>
  const { sentence, run } = entry
  return (
    <>
      {sentence.strong} {sentence.text}. {run !== null && `Papers of ${run} are not made.`}
    </>
  )
}
