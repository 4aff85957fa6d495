import type { ReactElement } from 'react'

import type { StepView } from '../../../shared/ipc/contract/steps.ts'
import { FailureNote } from '../../ui/failure-note.tsx'
import { ProgressBar } from '../../ui/meter.tsx'
import { useFacility } from '../../bridge/facility-store.ts'
import { useIsWorking, useRefusal } from './run-context.ts'
import notice from './notes.module.css'

export interface StepNotesProps {
  readonly step: StepView
  readonly shownInPlace?: ReadonlySet<string> | undefined
}

/** Steps that ask the HSM to do what cannot be taken back. */
const EFFECTS: ReadonlySet<string> = new Set(['issue-certificate', 'issue-crl', 'sign-handoff'])

/** What stands between a step and its being done: work under way, what failed, what is recorded already. */
export function StepNotes({ step, shownInPlace }: StepNotesProps): ReactElement | null {
  const refusal = useRefusal('run.perform', 'run.approve', 'run.refuse', 'run.sign-off')
  const failure = refusal ?? (step.status === 'failed' ? step.failure : null)
  const working = useIsWorking()
  if (working) return <Working />
  if (step.status === 'recorded') {
    return (
      <div className={notice['recorded']}>
        <b>Signed and recovered.</b> The HSM did it and the log has the result; only the end of the step is missing. It
        is finished from the log, and the HSM is not asked again.
      </div>
    )
  }
  if (failure === null || shownInPlace?.has(failure.code) === true) return null
  return <FailureNote failure={failure} notSigned={EFFECTS.has(step.body.kind)} />
}

/** Core's own words while it works; without any there is nothing honest to say about how long. */
function Working(): ReactElement {
  const progress = useFacility((store) => store.progress)
  const share = progress !== null && progress.total > 0 ? progress.done / progress.total : undefined
  return <ProgressBar label="Work under way" value={share} words={`${progress?.text ?? 'Working on this step'} …`} />
}
