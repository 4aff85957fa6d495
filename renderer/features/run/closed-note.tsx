import type { ReactElement } from 'react'

import type { RunView } from '../../../shared/ipc/contract/runs.ts'
import type { StepBodyOf } from '../../../shared/ipc/contract/steps.ts'
import { State } from '../../ui/state.tsx'
import notes from './notes.module.css'
import { PapersButton } from './papers-button.tsx'
import { list } from './wording.ts'

export interface ClosedNoteProps {
  readonly run: RunView
  readonly body: StepBodyOf<'sign-off'>
}

/** How the run ended, in the people's words. */
export function ClosedNote({ run, body }: ClosedNoteProps): ReactElement {
  const against = body.people.filter(({ signed }) => signed === 'disagrees').map(({ person }) => person.name)
  const all = against.length === 0
  return (
    <div className={all ? notes['recorded'] : notes['attention']}>
      <State tone={all ? 'ok' : 'attention'} size="medium">
        {all
          ? `${run.title} is closed: all ${body.people.length} agree that the script was followed`
          : `${run.title} is closed, but ${list(against)} ${against.length === 1 ? 'does' : 'do'} not agree`}
      </State>
      <p>
        {run.done} of {run.total} steps are done. Each can be opened from the script; the record stands in the log.
      </p>
      <div>
        <PapersButton run={run}>Save the record as PDF, or print it …</PapersButton>
      </div>
    </div>
  )
}
