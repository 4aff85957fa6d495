import { type ReactElement, useState } from 'react'
import { Link } from 'react-aria-components'

import type { StoryLine, StorySubject } from '../../../shared/ipc/contract/stories.ts'
import { useReading } from '../../bridge/use-reading.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { ScrollArea } from '../../ui/scroll-area.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './stories.module.css'
import { StoryDetail } from './story-detail.tsx'
import { storyHref, subjectOf } from './story-address.ts'

const KINDS = [
  { of: 'certificate', title: 'Certificates' },
  { of: 'key', title: 'Keys' },
  { of: 'person', title: 'People' },
  { of: 'run', title: 'Ceremonies and playbooks' },
] as const

/** One certificate, key, person or ceremony from its first entry to its last. `rest`: whose story is told. */
export function StoriesPage({ rest }: { readonly rest: readonly string[] }): ReactElement {
  const [text, setText] = useState('')
  const subject = subjectOf(rest)
  return (
    <div className={styles['columns']}>
      <ScrollArea label="Stories" className={styles['list']}>
        <div className={styles['find']}>
          <TextField label="Find" value={text} onChange={setText} placeholder="Name, serial, day" maxLength={200} />
        </div>
        {KINDS.map(({ of, title }) => (
          <Lines key={of} of={of} title={title} text={text} chosen={subject} />
        ))}
      </ScrollArea>
      {subject === null ? (
        <div className={styles['nothing']}>
          <EmptyState title="Choose whose story is told">
            A certificate from its preview to where it stands now, a key from its generation to its destruction, a
            person with the rules of separation, a ceremony with everybody who was there.
          </EmptyState>
        </div>
      ) : (
        <StoryDetail key={storyHref(subject)} subject={subject} />
      )}
    </div>
  )
}

interface LinesProps {
  readonly of: StorySubject['of']
  readonly title: string
  readonly text: string
  readonly chosen: StorySubject | null
}

/** More are found by their name. */
const SHOWN = 40

function Lines({ of, title, text, chosen }: LinesProps): ReactElement | null {
  const { value, failure } = useReading('story.list', { of, text })
  if (failure !== null) return <FailureNote failure={failure} />
  if (value === undefined || value.total === 0) return null
  const lines = value.lines.slice(0, SHOWN)
  const address = chosen === null ? '' : storyHref(chosen)
  return (
    <section className={styles['kind']} aria-label={title}>
      <h2>
        {title} <span>{value.total.toLocaleString('en')}</span>
      </h2>
      <ul>
        {lines.map((line) => (
          <li key={storyHref(line.subject)}>
            <Line line={line} isChosen={storyHref(line.subject) === address} />
          </li>
        ))}
      </ul>
      {value.total > lines.length && <p>The newest {lines.length}; type a name or a day to find others.</p>}
    </section>
  )
}

function Line({ line, isChosen }: { readonly line: StoryLine; readonly isChosen: boolean }): ReactElement {
  return (
    <Link
      href={storyHref(line.subject)}
      className={styles['line'] ?? ''}
      {...(isChosen && { 'aria-current': 'true' as const })}
    >
      <b>{line.title}</b>
      <em>{line.state}</em>
      <span>{line.note}</span>
    </Link>
  )
}
