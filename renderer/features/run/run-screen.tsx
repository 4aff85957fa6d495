import { type ReactElement, useEffect, useRef, useState } from 'react'

import { useFacility } from '../../bridge/facility-store.ts'
import { type AreaId, navigate } from '../../route.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { DrillFrame } from '../../ui/drill-frame.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { HandOverPage } from './hand-over-page.tsx'
import { isHeld } from './held.ts'
import { Presenter } from './presenter.tsx'
import { PresenterHeld } from './presenter-held.tsx'
import { RunContext, useRunDesk } from './run-context.ts'
import { RunHeader } from './run-header.tsx'
import styles from './run-screen.module.css'
import { RunWork } from './run-work.tsx'
import type { RunSlots } from './run-slots.ts'
import { createRunStore } from './run-store.ts'

export interface RunScreenProps {
  readonly run: string
  readonly presenter: boolean
  readonly slots?: RunSlots | undefined
}

/** One run: the script, the one step, people and proof. Key it by facility and run. */
export function RunScreen({ run, presenter, slots }: RunScreenProps): ReactElement {
  const [store] = useState(() => createRunStore(run))
  useEffect(() => {
    const { read } = store.getState()
    void read()
    return useFacility.subscribe((now, before) => {
      if (now.revision !== before.revision) void read()
    })
  }, [store])
  usePresenterKeys(slots === undefined ? 'ceremonies' : 'incidents', run, presenter)
  return (
    <RunContext value={store}>
      <RunParts presenter={presenter} slots={slots} />
    </RunContext>
  )
}

function RunParts({ presenter, slots }: Pick<RunScreenProps, 'presenter' | 'slots'>): ReactElement | null {
  const view = useRunDesk((desk) => desk.view)
  const announcement = useRunDesk((desk) => desk.announcement)
  const handOver = useRunDesk((desk) => desk.handOver)
  const parts = useRef<HTMLDivElement>(null)
  const isAway = handOver !== null
  useEffect(() => {
    // Who takes over goes on from the title of the step, as whoever begins one.
    if (!isAway) parts.current?.querySelector('h1')?.focus()
  }, [isAway])
  if (view === null) return <Missing area={slots === undefined ? 'ceremonies' : 'incidents'} />
  const inDrill = (part: ReactElement): ReactElement =>
    view.drill ? (
      <DrillFrame title={view.title} size={presenter ? 'presenter' : 'normal'}>
        {part}
      </DrillFrame>
    ) : (
      part
    )
  if (presenter) return inDrill(isHeld(view) ? <PresenterHeld run={view} /> : <Presenter run={view} />)
  return inDrill(
    <>
      {handOver !== null && <HandOverPage run={view} handOver={handOver} />}
      <div
        ref={parts}
        className={classNames(
          styles['run'],
          slots !== undefined && styles['withSlots'],
          handOver !== null && styles['away'],
        )}
      >
        <RunHeader run={view} tabs={slots?.tabs} />
        {slots !== undefined && <div className={styles['above']}>{slots.above}</div>}
        {slots?.page === undefined || slots.page === null ? (
          <RunWork run={view} aside={slots?.aside} />
        ) : (
          <div className={styles['page']}>{slots.page}</div>
        )}
        <output className="visually-hidden" aria-live="polite">
          {announcement}
        </output>
      </div>
    </>,
  )
}

function Missing({ area }: { readonly area: AreaId }): ReactElement | null {
  const failure = useRunDesk((desk) => desk.failure)
  if (failure === null) return null
  return (
    <div className={styles['missing']}>
      {failure.code === 'run-not-found' ? (
        <EmptyState
          title="This facility has no such run"
          action={<Button onPress={() => navigate(area)}>Back to the {area}</Button>}
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
function usePresenterKeys(area: AreaId, run: string, presenter: boolean): void {
  useEffect(() => {
    const toggle = (event: KeyboardEvent): void => {
      if (event.key !== 'F9' && !(presenter && event.key === 'Escape')) return
      event.preventDefault()
      if (presenter) navigate(area, 'run', run)
      else navigate(area, 'run', run, 'presenter')
    }
    addEventListener('keydown', toggle)
    return () => removeEventListener('keydown', toggle)
  }, [area, run, presenter])
}
