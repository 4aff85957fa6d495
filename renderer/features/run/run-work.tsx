import type { ReactElement, ReactNode } from 'react'

import type { RunView } from '../../../shared/ipc/contract/runs.ts'
import { FailureNote } from '../../ui/failure-note.tsx'
import { Meter } from '../../ui/meter.tsx'
import { Script } from '../../ui/script.tsx'
import { Evidence } from './evidence.tsx'
import { paceWords } from './pace.ts'
import { PausedRun } from './paused-run.tsx'
import { useRunDesk } from './run-context.ts'
import styles from './run-screen.module.css'
import { StepBodyView } from './steps/step-views.tsx'

export interface RunWorkProps {
  readonly run: RunView
  /** At the right, before people and proof. */
  readonly aside?: ReactNode
}

/** Script, the one step, people and proof. */
export function RunWork({ run: view, aside }: RunWorkProps): ReactElement {
  const failure = useRunDesk((desk) => desk.failure)
  const show = useRunDesk((desk) => desk.show)
  const shown = useRunDesk((desk) => desk.shown)
  const current = view.acts
    .flatMap((act) => act.steps)
    .find(({ status }) => status !== 'done' && status !== 'pending' && status !== 'skipped')
  return (
    <>
      <Script
        acts={view.acts}
        currentStep={current?.id}
        shownStep={shown ?? (current === undefined ? view.step.id : undefined)}
        onShow={show}
        canShow={(step) => step.status !== 'pending'}
        foot={<Meter label="Steps done" value={view.done} max={view.total} words={paceWords(view)} />}
      />
      <div className={styles['middle']}>
        {failure !== null && (
          <div className={styles['failure']}>
            <FailureNote failure={failure} />
          </div>
        )}
        {view.paused !== null && view.status === 'open' ? (
          <PausedRun run={view} />
        ) : (
          <StepBodyView key={view.step.id} run={view} />
        )}
      </div>
      <Evidence run={view} first={aside} />
    </>
  )
}
