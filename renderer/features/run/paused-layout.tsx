import { type ReactElement, type ReactNode, useEffect, useRef } from 'react'

import type { Failure } from '../../../shared/failure.ts'
import type { RunView } from '../../../shared/ipc/contract/runs.ts'
import { FailureNote } from '../../ui/failure-note.tsx'
import { ScrollArea } from '../../ui/scroll-area.tsx'
import { State } from '../../ui/state.tsx'
import styles from './paused-run.module.css'
import layout from './step-layout.module.css'

export interface PausedLayoutProps {
  readonly run: RunView
  readonly failure: Failure | null
  readonly onSubmit: () => void
  readonly bar: ReactNode
  readonly children: ReactNode
}

/** A calm page in the place of the step: since when, by whom and why the room is empty, and who is needed. */
export function PausedLayout({ run, failure, onSubmit, bar, children }: PausedLayoutProps): ReactElement {
  const { paused } = run
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => title.current?.focus(), [])
  return (
    <form
      className={layout['step']}
      aria-label="The run is paused"
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit()
      }}
    >
      <ScrollArea label="The paused run" className={layout['body']}>
        <header className={styles['head']}>
          <h1 ref={title} tabIndex={-1}>
            Paused since {pausedSince(run)}
          </h1>
          <p>
            {paused !== null && (
              <>
                <b>{paused.by.name} paused it:</b> {paused.reason}
                {/[.!?]$/.test(paused.reason) ? ' ' : '. '}
              </>
            )}
            Every HSM is closed. It goes on at step {run.step.number}: {run.step.title}.
          </p>
          {run.missing === null ? (
            <State tone="ok" size="medium">
              Everybody whom the script needs is here
            </State>
          ) : (
            <State tone="next" size="medium">
              To go on, the script needs {run.missing}
            </State>
          )}
        </header>
        {failure !== null && <FailureNote failure={failure} />}
        {children}
      </ScrollArea>
      <div className={layout['bar']}>{bar}</div>
    </form>
  )
}

/** "2026-11-25 18:02Z" */
export function pausedSince({ paused }: RunView): string {
  return `${paused?.at.slice(0, 16).replace('T', ' ') ?? ''}Z`
}
