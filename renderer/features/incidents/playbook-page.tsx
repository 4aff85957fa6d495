import type { ReactElement, ReactNode } from 'react'

import { roleWord } from '../../../shared/ids.ts'
import type { PlaybookView } from '../../../shared/ipc/contract/incidents.ts'
import { Bitting } from '../../ui/bitting.tsx'
import { groupHex } from '../../ui/digest.ts'
import { PageHead } from '../../ui/page-head.tsx'
import { Section } from '../../ui/section.tsx'
import { Words } from '../../ui/words.tsx'
import { PlainTable } from './plain-table.tsx'
import styles from './playbook-page.module.css'

export interface PlaybookPageProps {
  readonly playbook: PlaybookView
  readonly actions: ReactNode
}

/** A playbook as it is read before it is needed: the nine items of BR 5.7.1.2 in their order, clocks, every step. */
export function PlaybookPage({ playbook, actions }: PlaybookPageProps): ReactElement {
  const { title, summary } = playbook
  return (
    <div className={styles['page']}>
      <PageHead title={title} actions={actions}>
        {summary}
      </PageHead>
      <div className={styles['columns']}>
        <Items playbook={playbook} />
        <Side playbook={playbook} />
      </div>
    </div>
  )
}

function Items({ playbook }: Pick<PlaybookPageProps, 'playbook'>): ReactElement {
  const { contacts, severity, targets, notification, responsibilities, test } = playbook
  return (
    <article className={styles['items']}>
      <Item number={1} title="When it is opened">
        <Lines lines={playbook.activation} />
      </Item>
      <Item number={2} title="Who is called">
        <PlainTable
          head={['Contact', 'Answers for', 'Reached at']}
          rows={contacts.map(({ name, answers, reach }) => [name, answers, reach])}
        />
        <PlainTable
          head={['Severity', 'When', 'Called', 'Within']}
          rows={severity.map((level) => [
            level.title,
            level.criterion,
            level.calls.map(({ name }) => name).join(', '),
            level.within.words,
          ])}
        />
      </Item>
      <Item number={3} title="What machines do">
        <Lines lines={playbook.automation} />
      </Item>
      <Item number={4} title="Targets">
        <PlainTable
          head={['What', 'Within', 'Measured at the end of']}
          rows={targets.map((target) => [target.title, target.within.words, target.step])}
        />
      </Item>
      <Item number={5} title="Who is told, and how">
        <PlainTable head={['Who', 'How']} rows={notification.map(({ audience, method }) => [audience, method])} />
      </Item>
      <Item number={6} title="Who does what">
        <PlainTable
          head={['Role', 'Does']}
          rows={responsibilities.map(({ role, does }) => [capital(roleWord(role, 1)), does])}
        />
      </Item>
      <Item number={7} title="Training">
        <Lines lines={playbook.training} />
      </Item>
      <Item number={8} title="Test">
        <p>
          At least every {test.every.words}: {test.how}
        </p>
      </Item>
      <Item number={9} title="How it gets better">
        <Lines lines={playbook.improvement} />
      </Item>
    </article>
  )
}

function Side({ playbook }: Pick<PlaybookPageProps, 'playbook'>): ReactElement {
  const { version, digest, clocks, acts } = playbook
  const before = acts.map((_, index) => acts.slice(0, index).reduce((sum, { steps }) => sum + steps.length, 0))
  return (
    <aside className={styles['side']} aria-label="Clocks and steps">
      <p className={styles['version']} title={`SHA-256 ${groupHex(digest.hex)}`}>
        Version {version}
        <Bitting digest={digest.hex} width={92} height={12} />
        <Words words={digest.words.slice(0, 2)} />
      </p>
      <Section title="Clocks" note={String(clocks.length)}>
        <ul>
          {clocks.map((clock) => (
            <li key={`${clock.title} ${clock.source}`} className={styles['clock']}>
              <b>{clock.title}</b>
              <span>{clock.within.words}</span>
              <small>
                {clock.source}, from {clock.startsWhen}
              </small>
            </li>
          ))}
        </ul>
      </Section>
      {acts.map((act, index) => (
        <Section
          key={act.title}
          title={`${index + 1}. ${act.title}`}
          {...(act.target !== null && { note: `target ${act.target.words}` })}
        >
          <ol>
            {act.steps.map((step, place) => (
              <li key={step} className={styles['step']}>
                <span>{(before[index] ?? 0) + place + 1}</span>
                <span>{step}</span>
              </li>
            ))}
          </ol>
        </Section>
      ))}
    </aside>
  )
}

function capital(word: string): string {
  return word.charAt(0).toLocaleUpperCase('en') + word.slice(1)
}

interface ItemProps {
  readonly number: number
  readonly title: string
  readonly children: ReactNode
}

function Item({ number, title, children }: ItemProps): ReactElement {
  return (
    <section className={styles['item']} aria-label={title}>
      <h2>
        <span title={`BR v2.2.6 §5.7.1.2 (${number})`}>{number}</span>
        {title}
      </h2>
      <div>{children}</div>
    </section>
  )
}

function Lines({ lines }: { readonly lines: readonly string[] }): ReactElement {
  if (lines.length === 1) return <p>{lines[0]}</p>
  return (
    <ul className={styles['lines']}>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  )
}
