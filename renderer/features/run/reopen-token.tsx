import type { ReactElement, ReactNode } from 'react'

import type { RunView } from '../../../shared/ipc/contract/runs.ts'
import { FailureNote } from '../../ui/failure-note.tsx'
import { State } from '../../ui/state.tsx'
import { useOpening } from './custody/use-opening.tsx'
import notes from './notes.module.css'
import { useAct, useRefusal } from './run-context.ts'
import { StepLayout } from './step-layout.tsx'
import { at } from './step-props.ts'

export interface ReopenTokenProps {
  readonly run: RunView
  readonly token: { readonly label: string }
  readonly children: ReactNode
  /** What stands above: what is not known of the step. */
  readonly before?: ReactNode
}

/** The step needs an HSM whose login has ended. Opening it again is no step of the script; the step then goes on. */
export function ReopenToken({ run, token, children, before }: ReopenTokenProps): ReactElement {
  const act = useAct()
  const failure = useRefusal('run.reopen-token')
  const form = useOpening(run, {
    token: token.label,
    writes: 'Logs in to the HSM again.',
    spares: 'It does nothing of the step; the PIN is not stored.',
    button: `Open ${token.label} again`,
    failure,
    onOpen: (pin) => void act('run.reopen-token', { ...at(run), ...(pin === null ? {} : { pin }) }),
  })
  return (
    <StepLayout
      run={run}
      onSubmit={form.submit}
      notes={
        <>
          {before}
          <div className={notes['attention']}>
            <State tone="attention" size="medium">
              {token.label} is not open any more
            </State>
            <p>
              Its login ended, as after a restart or a pulled cable. Nothing of this step is lost. Open it again, then
              go on with the step.
            </p>
          </div>
          {failure !== null && !form.isTold && <FailureNote failure={failure} />}
          {form.notes}
        </>
      }
      bar={form.bar}
    >
      {form.body}
      {children}
    </StepLayout>
  )
}
