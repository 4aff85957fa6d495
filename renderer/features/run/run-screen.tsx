import { type ReactElement, useEffect, useRef, useState } from 'react'

import { useFacility } from '../../bridge/facility-store.ts'
import { navigate } from '../../route.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { Meter } from '../../ui/meter.tsx'
import { Script } from '../../ui/script.tsx'
import { Evidence } from './evidence.tsx'
import { HandOverPage } from './hand-over-page.tsx'
import { isHeld } from './held.ts'
import { paceWords } from './pace.ts'
import { PausedRun } from './paused-run.tsx'
import { Presenter } from './presenter.tsx'
import { PresenterHeld } from './presenter-held.tsx'
import { RunContext, useRunDesk } from './run-context.ts'
import { RunHeader } from './run-header.tsx'
import styles from './run-screen.module.css'
import { createRunStore } from './run-store.ts'
import { StepBodyView } from './steps/step-views.tsx'

export interface RunScreenProps {
  readonly run: string
  readonly presenter: boolean
}

/** One run: the script, the one step, people and proof. Key it by facility and run. */
export function RunScreen({ run, presenter }: RunScreenProps): ReactElement {
  const [store] = useState(() => createRunStore(run))
  useEffect(() => {
    const { read } = store.getState()
    void read()
    return useFacility.subscribe((now, before) => {
      if (now.revision !== before.revision) void read()
    })
  }, [store])
  usePresenterKeys(run, presenter)
  return (
    <RunContext value={store}>
      <RunParts presenter={presenter} />
    </RunContext>
  )
}

function RunParts({ presenter }: { readonly presenter: boolean }): ReactElement | null {
  const view = useRunDesk((desk) => desk.view)
  const failure = useRunDesk((desk) => desk.failure)
  const show = useRunDesk((desk) => desk.show)
  const shown = useRunDesk((desk) => desk.shown)
  const announcement = useRunDesk((desk) => desk.announcement)
  const handOver = useRunDesk((desk) => desk.handOver)
  const parts = useRef<HTMLDivElement>(null)
  const isAway = handOver !== null
  useEffect(() => {
    // Who takes over goes on from the title of the step, as whoever begins one.
    if (!isAway) parts.current?.querySelector('h1')?.focus()
  }, [isAway])
  if (view === null) return <Missing />
  if (presenter) return isHeld(view) ? <PresenterHeld run={view} /> : <Presenter run={view} />
  const current = view.acts
    .flatMap((act) => act.steps)
    .find((step) => step.status !== 'done' && step.status !== 'pending' && step.status !== 'skipped')
  return (
    <>
      {handOver !== null && <HandOverPage run={view} handOver={handOver} />}
      <div ref={parts} className={classNames(styles['run'], handOver !== null && styles['away'])}>
        <RunHeader run={view} />
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
        <Evidence run={view} />
        <output className="visually-hidden" aria-live="polite">
          {announcement}
        </output>
      </div>
    </>
  )
}

function Missing(): ReactElement | null {
  const failure = useRunDesk((desk) => desk.failure)
  if (failure === null) return null
  return (
    <div className={styles['missing']}>
      {failure.code === 'run-not-found' ? (
        <EmptyState
          title="This facility has no such run"
          action={<Button onPress={() => navigate('ceremonies')}>Back to the ceremonies</Button>}
        >
          {failure.message}
        </EmptyState>
      ) : (
        <FailureNote failure={failure} />
      )}
    </div>
  )
}

/** F9 enters and leaves the presenter, Escape leaves it. */
function usePresenterKeys(run: string, presenter: boolean): void {
  useEffect(() => {
    const toggle = (event: KeyboardEvent): void => {
      if (event.key !== 'F9' && !(presenter && event.key === 'Escape')) return
      event.preventDefault()
      if (presenter) navigate('ceremonies', 'run', run)
      else navigate('ceremonies', 'run', run, 'presenter')
    }
    addEventListener('keydown', toggle)
    return () => removeEventListener('keydown', toggle)
  }, [run, presenter])
}
