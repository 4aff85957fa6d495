import type { ReactElement } from 'react'

import type { PlaybookView } from '../../../shared/ipc/contract/incidents.ts'
import { hrefTo, navigate } from '../../route.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Section } from '../../ui/section.tsx'
import { State } from '../../ui/state.tsx'
import styles from './incidents-home.module.css'
import { testWords } from './home-words.ts'

/** What to do, in which order, until when: read before it is needed, drilled before it is too long ago. */
export function PlaybookList({ playbooks }: { readonly playbooks: readonly PlaybookView[] }): ReactElement {
  return (
    <Section title="Playbooks" note="what to do, in which order, until when">
      {playbooks.length === 0 ? (
        <div className={styles['empty']}>
          <EmptyState title="The library has no playbook">
            Playbooks are files of the folder ceremonies; without one, no clock runs and nothing is scored.
          </EmptyState>
        </div>
      ) : (
        <ul>
          {playbooks.map((playbook) => (
            <Playbook key={playbook.procedure} playbook={playbook} />
          ))}
        </ul>
      )}
    </Section>
  )
}

function Playbook({ playbook }: { readonly playbook: PlaybookView }): ReactElement {
  const { procedure, title, summary, acts, version, locked, test } = playbook
  const steps = acts.reduce((sum, act) => sum + act.steps.length, 0)
  return (
    <li className={styles['playbook']}>
      <div>
        <h3>
          <a href={hrefTo('incidents', 'playbook', procedure)}>{title}</a>
        </h3>
        <p>{summary}</p>
        <p className={styles['facts']}>
          Version {version}, {steps} steps.
          <State tone={test.late ? 'attention' : 'ok'}>{testWords(test)}</State>
        </p>
      </div>
      <div className={styles['acts']}>
        <Button
          size="small"
          locked={locked ?? undefined}
          aria-label={`Start a drill of ${title}`}
          onPress={() => navigate('incidents', 'drill', procedure)}
        >
          Start a drill
        </Button>
        <Button
          size="small"
          locked={locked ?? undefined}
          aria-label={`Declare an incident with ${title}`}
          onPress={() => navigate('incidents', 'begin', procedure)}
        >
          Declare an incident
        </Button>
      </div>
    </li>
  )
}
