import { type ReactElement, useState } from 'react'

import { type TriageEnd, triageQuestion, TRIAGE } from '../../../shared/incident/triage.ts'
import { hrefTo, navigate } from '../../route.ts'
import { Button } from '../../ui/button.tsx'
import { ButtonLink } from '../../ui/button-link.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { RadioCards } from '../../ui/radio-cards.tsx'
import { StateGlyph } from '../../ui/state-glyph.tsx'
import styles from './what-happened.module.css'

interface Said {
  readonly question: string
  readonly answer: string
}

/** A few plain questions to the playbook that fits. Nothing is written down before one is opened. */
export function WhatHappened(): ReactElement {
  const [said, setSaid] = useState<readonly Said[]>([])
  const { asked, end } = follow(said)
  const answer = (question: string, given: string): void => {
    const before = said.findIndex((each) => each.question === question)
    setSaid([...(before === -1 ? said : said.slice(0, before)), { question, answer: given }])
  }
  return (
    <div className={styles['page']}>
      <PageHead
        title={end === undefined ? 'What happened?' : endTitle(end)}
        actions={<Button onPress={() => navigate('incidents')}>Back to the incidents</Button>}
      >
        {end === undefined
          ? 'Answer as far as you know. Nothing is written down, called or revoked by answering.'
          : end.because}
      </PageHead>
      <div className={styles['columns']}>
        <div className={styles['questions']}>
          {asked.map(({ question, given }) => (
            <RadioCards
              key={question.id}
              label={<span className={styles['ask']}>{question.ask}</span>}
              isLabelHidden={question === TRIAGE[0]}
              value={given}
              onChange={(id) => answer(question.id, id)}
              help={question.hint}
              cards={question.answers.map(({ id, says }) => ({ id, label: says, consequence: '' }))}
            />
          ))}
        </div>
        <div className={styles['end']}>{end === undefined ? <Waiting left={asked.length} /> : <Found end={end} />}</div>
      </div>
    </div>
  )
}

interface Followed {
  readonly asked: readonly { readonly question: (typeof TRIAGE)[number]; readonly given: string | undefined }[]
  readonly end: TriageEnd | undefined
}

/** The questions that the answers lead through, and where they end. */
function follow(said: readonly Said[]): Followed {
  const asked: Followed['asked'][number][] = []
  let id = TRIAGE[0]?.id ?? ''
  for (;;) {
    const question = triageQuestion(id)
    const given = said.find((each) => each.question === id)?.answer
    asked.push({ question, given })
    const next = question.answers.find((each) => each.id === given)?.next
    if (next === undefined) return { asked, end: undefined }
    if (next.to !== 'question') return { asked, end: next }
    id = next.id
  }
}

function endTitle(end: TriageEnd): string {
  return end.to === 'playbook' ? 'There is a playbook for this' : 'This is a ceremony, not an incident'
}

function Waiting({ left }: { readonly left: number }): ReactElement {
  return (
    <>
      <h2>Before anything else</h2>
      <ul className={styles['first']}>
        <li>Do not switch anything off, do not delete anything, do not change a passphrase yet.</li>
        <li>Write down when you first knew: every clock counts from there.</li>
        <li>Do not write about it on systems that may be read along.</li>
      </ul>
      <p className="muted">{left === 1 ? 'One or two answers lead to a playbook.' : 'One more answer.'}</p>
    </>
  )
}

function Found({ end }: { readonly end: TriageEnd }): ReactElement {
  return (
    <>
      <h2>
        <StateGlyph tone="now" size={18} /> Next
      </h2>
      <p>{end.because}</p>
      {end.to === 'playbook' ? (
        <ButtonLink href={hrefTo('incidents', 'begin', end.name)} variant="primary">
          Prepare this incident
        </ButtonLink>
      ) : (
        <ButtonLink href={hrefTo('ceremonies', 'start', end.name)} variant="primary">
          Prepare the ceremony
        </ButtonLink>
      )}
      {end.to === 'playbook' && (
        <ButtonLink href={hrefTo('incidents', 'playbook', end.name)}>Read the playbook first</ButtonLink>
      )}
      <p className="muted small">
        The next page asks when somebody first knew. The clocks begin when you declare it, and are counted from then.
      </p>
    </>
  )
}
