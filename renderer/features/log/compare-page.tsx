import { type ReactElement, useState } from 'react'

import type { CheckpointComparison } from '../../../shared/ipc/contract/stories.ts'
import { useReading } from '../../bridge/use-reading.ts'
import { navigate } from '../../route.ts'
import { Button } from '../../ui/button.tsx'
import { DigestLine } from '../../ui/digest-line.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { KeyValue } from '../../ui/key-value.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { ScrollArea } from '../../ui/scroll-area.tsx'
import { Section } from '../../ui/section.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { EventList } from './event-list.tsx'
import { KIND_WORDS } from './kind-words.ts'
import styles from './stories.module.css'

const NOTHING = {}

/** What came between two checkpoints, and the proof that nothing before was changed. `rest`: their sizes. */
export function ComparePage({ rest }: { readonly rest: readonly string[] }): ReactElement {
  const { value, failure } = useReading('log.checkpoints', NOTHING)
  if (failure !== null) return <FailureNote failure={failure} />
  const sizes = value?.sizes ?? []
  const [later = 0, earlier = later] = sizes.slice(-2).toReversed()
  const from = Number(rest[0] ?? earlier)
  const to = Number(rest[1] ?? later)
  return (
    <ScrollArea label="Comparison" className={styles['page']}>
      <Choose key={`${from} ${to}`} from={from} to={to} sizes={sizes} />
      {sizes.length > 1 && sizes.includes(from) && sizes.includes(to) && <Compared from={from} to={to} />}
      {value !== undefined && sizes.length < 2 && (
        <EmptyState title="There is one checkpoint">Two are needed to compare them.</EmptyState>
      )}
    </ScrollArea>
  )
}

interface ChooseProps {
  readonly from: number
  readonly to: number
  readonly sizes: readonly number[]
}

function Choose({ from, to, sizes }: ChooseProps): ReactElement {
  const [typed, setTyped] = useState({ from: String(from), to: String(to) })
  const problem = (text: string): string | undefined =>
    sizes.length === 0 || sizes.includes(Number(text)) ? undefined : nearest(Number(text), sizes)
  const wrong = problem(typed.from) ?? problem(typed.to)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (wrong === undefined) navigate('log', 'checkpoints', typed.from, typed.to)
      }}
    >
      <div className={styles['sizes']}>
        <TextField
          label="Checkpoint over entries"
          mono
          value={typed.from}
          onChange={(text) => setTyped({ ...typed, from: text })}
          error={problem(typed.from)}
        />
        <TextField
          label="and the one over"
          mono
          value={typed.to}
          onChange={(text) => setTyped({ ...typed, to: text })}
          error={problem(typed.to)}
        />
        <Button type="submit" locked={wrong}>
          Compare
        </Button>
      </div>
    </form>
  )
}

/** A checkpoint on paper says its number of entries; a typing mistake is near one. */
function nearest(size: number, sizes: readonly number[]): string {
  const found = sizes.toSorted((a, b) => Math.abs(a - size) - Math.abs(b - size))[0]
  return `No checkpoint has so many; the nearest has ${String(found)}.`
}

function Compared({ from, to }: { readonly from: number; readonly to: number }): ReactElement {
  const { value, failure } = useReading('log.compare', { from, to })
  if (failure !== null) return <FailureNote failure={failure} />
  if (value === undefined) return <p className={styles['wait']}>Comparing the two.</p>
  return <Comparison comparison={value} />
}

function Comparison({ comparison }: { readonly comparison: CheckpointComparison }): ReactElement {
  const { from, to, proof, verified, entries, kinds, people, events } = comparison
  return (
    <>
      <PageHead
        size="detail"
        tone={verified ? 'ok' : 'danger'}
        title={
          verified
            ? `The later checkpoint holds the earlier one, and ${entries.toLocaleString('en')} entries more`
            : 'The later checkpoint does not hold the earlier one: the record was changed between them'
        }
      >
        The consistency proof (RFC 9162 §2.1.4) has {proof.length} {proof.length === 1 ? 'hash' : 'hashes'}
        {verified ? ' and leads from one root to the other.' : ' and does not lead from one root to the other.'}
      </PageHead>
      <div className={styles['pair']}>
        {[from, to].map(({ size, root, time, cosigners }) => (
          <Section key={size} title={`Checkpoint over ${size.toLocaleString('en')} entries`} note={time}>
            <KeyValue
              rows={[
                { label: 'Root', value: <DigestLine digest={root} length="row" /> },
                { label: 'Cosigned by', value: cosigners.join(', ') || 'nobody' },
              ]}
            />
          </Section>
        ))}
        <Section title="Entries between, by kind">
          <KeyValue
            labels="half"
            rows={kinds.map(({ kind, count }) => ({
              label: KIND_WORDS[kind] ?? kind,
              value: count.toLocaleString('en'),
            }))}
          />
        </Section>
        <Section title="By person">
          <KeyValue
            labels="half"
            rows={people.map(({ person, count }) => ({ label: person, value: count.toLocaleString('en') }))}
          />
        </Section>
      </div>
      <Section title="Proof" note={`${proof.length} hashes, SHA-256`}>
        <div className={styles['proof']}>
          {proof.map((hash) => (
            <code key={hash}>{hash}</code>
          ))}
        </div>
      </Section>
      <Section
        title="What happened between"
        note={
          entries > events.length
            ? `the first ${events.length.toLocaleString('en')} of ${entries.toLocaleString('en')} entries`
            : undefined
        }
      >
        <EventList events={events} />
      </Section>
    </>
  )
}
