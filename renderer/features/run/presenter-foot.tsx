import type { ReactElement, ReactNode } from 'react'

import type { RunView } from '../../../shared/ipc/contract/runs.ts'
import type { StepBodyOf } from '../../../shared/ipc/contract/steps.ts'
import { Monogram } from '../../ui/monogram.tsx'
import styles from './presenter.module.css'

export interface PresenterFootProps {
  readonly run: RunView
  readonly keys: ReactNode
}

/** How far the people are, in very large figures. */
export function PresenterFoot({ run, keys }: PresenterFootProps): ReactElement {
  const { body } = run.step
  return (
    <footer className={styles['foot']}>
      {body.kind === 'approve' ? (
        <Approvals body={body} />
      ) : body.kind === 'sign-off' ? (
        <Count
          done={body.people.filter(({ signed }) => signed !== 'no').length}
          of={body.people.length}
          word="signed off"
        />
      ) : (
        <Count done={run.done} of={run.total} word="steps done" />
      )}
      <p className={styles['keys']}>{keys}</p>
    </footer>
  )
}

function Count({
  done,
  of,
  word,
}: {
  readonly done: number
  readonly of: number
  readonly word: string
}): ReactElement {
  return (
    <p className={styles['count']}>
      <b>{done}</b> of {of} {word}
    </p>
  )
}

function Approvals({ body }: { readonly body: StepBodyOf<'approve'> }): ReactElement {
  const { needed, given, candidates } = body.slots
  const open = needed - given.length
  return (
    <>
      <Count done={given.length} of={needed} word="approved" />
      {given.map(({ person, role, time }) => (
        <div key={person.id} className={styles['person']}>
          <Monogram name={person.name} role={role} state="approved" size="presenter" />
          <p>
            <b>{person.name}</b>
            <span>approved at {time.slice(11, 19)}Z</span>
          </p>
        </div>
      ))}
      {open > 0 && (
        <div className={styles['person']}>
          <Monogram name={undefined} role={body.slots.quorum[0]?.role ?? 'officer'} state="expected" size="presenter" />
          <p>
            <b>{body.slots.missing ?? ''}</b>
            <span>{candidates.map((person) => person.name).join(' or ')}</span>
          </p>
        </div>
      )}
    </>
  )
}
