import type { ReactElement } from 'react'
import { Link } from 'react-aria-components'

import type { Story, StorySubject } from '../../../shared/ipc/contract/stories.ts'
import { useReading } from '../../bridge/use-reading.ts'
import { hrefTo } from '../../route.ts'
import { DigestLine } from '../../ui/digest-line.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { KeyValue } from '../../ui/key-value.tsx'
import { ListRow, Rows } from '../../ui/list-row.tsx'
import { ScrollArea } from '../../ui/scroll-area.tsx'
import { Section } from '../../ui/section.tsx'
import { EventList } from './event-list.tsx'
import styles from './stories.module.css'
import { storyHref } from './story-address.ts'

export function StoryDetail({ subject }: { readonly subject: StorySubject }): ReactElement {
  const { value, failure } = useReading('story.read', { subject })
  return (
    <ScrollArea label="Story" className={styles['story']}>
      {failure !== null && <FailureNote failure={failure} />}
      {value === undefined && failure === null && (
        <p className={styles['wait']}>Looking for it in the log. A long one is read once, which takes a minute.</p>
      )}
      {value !== undefined && <Told story={value} />}
    </ScrollArea>
  )
}

const WORDS = { certificate: 'Certificate', key: 'Key', person: 'Person', run: 'Run' } as const

function Told({ story }: { readonly story: Story }): ReactElement {
  const { subject, title, sentence, facts, digests, checks, related, events, total } = story
  return (
    <>
      <header>
        <p className={styles['what']}>{WORDS[subject.of]}</p>
        <h1>{title}</h1>
        <p className={styles['sentence']}>{sentence}</p>
      </header>
      {checks.length > 0 && <Separation checks={checks} />}
      <Section title="What is known">
        <KeyValue
          labels="medium"
          wrap
          rows={[
            ...facts.map(({ label, value, mono }) => ({ label, value: mono ? <code>{value}</code> : value })),
            ...digests.map(({ name, digest }) => ({
              label: name,
              value: <DigestLine digest={digest} length="row" width={84} />,
            })),
          ]}
        />
      </Section>
      {related.length > 0 && (
        <Section title="Belongs to it">
          <ul className={styles['related']}>
            {related.map(({ subject: other, title: name, how }) => (
              <li key={`${how} ${storyHref(other)}`}>
                <Link href={storyHref(other)}>{name}</Link> <span>{how}</span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section
        title="What happened"
        note={
          total > events.length
            ? `the first ${events.length.toLocaleString('en')} of ${total.toLocaleString('en')} entries`
            : `${total.toLocaleString('en')} ${total === 1 ? 'entry' : 'entries'}`
        }
      >
        <EventList events={events} />
      </Section>
    </>
  )
}

function Separation({ checks }: { readonly checks: Story['checks'] }): ReactElement {
  const broken = checks.filter(({ ok }) => !ok).length
  return (
    <Section
      title="Separation of duties"
      note={broken === 0 ? `${checks.length} rules hold` : `${broken} of ${checks.length} rules do not hold`}
    >
      <Rows aria-label="Rules of separation">
        {checks.map(({ rule, citation, ok, detail, entries }) => (
          <ListRow
            key={rule}
            tone={ok ? 'ok' : 'danger'}
            name={rule}
            value={detail}
            detail={
              <>
                {citation}
                {entries.length > 0 && ', entries '}
                {entries.map((index) => (
                  <Link key={index} href={hrefTo('log', String(index))} className={styles['entry'] ?? ''}>
                    {index.toLocaleString('en')}
                  </Link>
                ))}
              </>
            }
          />
        ))}
      </Rows>
    </Section>
  )
}
