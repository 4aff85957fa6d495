import { type FormEvent, type ReactElement, type ReactNode, useEffect, useRef } from 'react'

import type { RunView } from '../../../shared/ipc/contract/runs.ts'
import { ScrollArea } from '../../ui/scroll-area.tsx'
import styles from './step-layout.module.css'

export interface StepLayoutProps {
  readonly run: RunView
  /** Between what is read aloud and the body: failures, refusals. */
  readonly notes?: ReactNode
  readonly children: ReactNode
  /** Pinned below. */
  readonly bar: ReactNode
  /** Enter in a field of the step does the primary act. */
  readonly onSubmit?: (() => void) | undefined
}

/** The one step on paper: number and title, what is read aloud, the body, the bar. */
export function StepLayout({ run, notes, children, bar, onSubmit }: StepLayoutProps): ReactElement {
  const { step } = run
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    onSubmit?.()
  }
  return (
    <form className={styles['step']} onSubmit={submit} aria-label={`Step ${step.number}: ${step.title}`}>
      <ScrollArea label="The step" className={styles['body']}>
        <header>
          <StepTitle run={run} />
          {step.say !== '' && <p className={styles['say']}>{step.say}</p>}
        </header>
        {notes}
        {children}
      </ScrollArea>
      <div className={styles['bar']}>{bar}</div>
    </form>
  )
}

/** Takes the focus when the step becomes another one, so that the keyboard and the screen reader go on from there. */
function StepTitle({ run: { step, run } }: { readonly run: RunView }): ReactElement {
  const title = useRef<HTMLHeadingElement>(null)
  const last = useRef(`${run} ${step.id}`)
  useEffect(() => {
    const shown = `${run} ${step.id}`
    if (last.current !== shown) title.current?.focus()
    last.current = shown
  }, [run, step.id])
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
