import type { ReactElement } from 'react'

import type { StepView } from '../../../shared/ipc/contract/steps.ts'
import { FailureNote } from '../../ui/failure-note.tsx'
import { effectWord } from './effect-word.ts'
import { useIsWorking, useRefusal } from './run-context.ts'
import notice from './notes.module.css'

export interface StepNotesProps {
  readonly step: StepView
  readonly shownInPlace?: ReadonlySet<string> | undefined
}

/** What stands between a step and its being done: work under way, what is recorded already. */
export function StepNotes({ step, shownInPlace }: StepNotesProps): ReactElement | null {
  const refusal = useRefusal('run.perform', 'run.sign-in', 'run.approve', 'run.refuse', 'run.sign-off')
  const failure = refusal ?? (step.status === 'failed' ? step.failure : null)
  const working = useIsWorking()
  // the bar says what is under way
  if (working) return null
  if (step.status === 'recorded') {
    return (
      <div className={notice['recorded']}>
        <b>{effectWord(step)} and recovered.</b> The HSM did it and the log has the result; only the end of the step is
        missing. It is finished from the log, and the HSM is not asked again.
      </div>
    )
  }
  if (failure === null || shownInPlace?.has(failure.code) === true) return null
  return <FailureNote failure={failure} notSigned={failure.detail?.['asked'] === 'no'} />
}
