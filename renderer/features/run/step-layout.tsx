import { type ReactElement, type ReactNode, useEffect, useRef } from 'react'

import type { RunView } from '../../../shared/ipc/contract/runs.ts'
import { ScrollArea } from '../../ui/scroll-area.tsx'
import { classNames } from '../../ui/class-names.ts'
import styles from './step-layout.module.css'
import { StepTerms } from './step-terms.tsx'

export interface StepLayoutProps {
  readonly run: RunView
  /** Between what is read aloud and the body: failures, refusals. */
  readonly notes?: ReactNode
  readonly children: ReactNode
  /** The step stands still: it can be read, and nothing in it can be worked. */
  readonly held?: boolean
  /** Pinned below. */
  readonly bar: ReactNode
  /** Enter in a field of the step does the primary act. */
  readonly onSubmit?: (() => void) | undefined
}

/** The one step on paper: number and title, what is read aloud, the body, the bar. */
export function StepLayout({ run, notes, children, held = false, bar, onSubmit }: StepLayoutProps): ReactElement {
  const { step } = run
  return (
    <form
      className={styles['step']}
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit?.()
      }}
      aria-label={`Step ${step.number}: ${step.title}`}
    >
      <ScrollArea label="The step" className={styles['body']}>
        <header>
          <StepTitle run={run} />
          {step.say !== '' && <p className={styles['say']}>{step.say}</p>}
          <StepTerms step={step} />
        </header>
        {notes}
        {held ? (
          <div className={styles['held']} inert>
            {children}
          </div>
        ) : (
          children
        )}
      </ScrollArea>
      <div className={classNames(styles['bar'], held && styles['tall'])}>{bar}</div>
    </form>
  )
}

/** Takes the focus when the step comes up, so that the keyboard and the screen reader go on from there. Keyed by step. */
function StepTitle({ run: { step } }: { readonly run: RunView }): ReactElement {
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => title.current?.focus(), [])
  return (
    <div className={styles['title']}>
      <span className={styles['number']}>{step.number}</span>
      <h1 ref={title} tabIndex={-1}>
        {step.title}
      </h1>
      <span className={styles['of']}>
        step {step.number} of {step.of}
      </span>
    </div>
  )
}
