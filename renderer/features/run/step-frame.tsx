import type { ReactElement, ReactNode } from 'react'

import type { RunView } from '../../../shared/ipc/contract/runs.ts'
import { EndedByDecision } from './ended-by-decision.tsx'
import { DecidedNote } from './decided-note.tsx'
import { ExceptionSheet } from './exception-sheet.tsx'
import { endDecision, openException } from './held.ts'
import { lostToken } from './lost-token.ts'
import { MissingNote } from './missing-note.tsx'
import { PastBar } from './past-bar.tsx'
import { ReconcileStep } from './reconcile-step.tsx'
import { RecordedBar } from './recorded-bar.tsx'
import { ReopenToken } from './reopen-token.tsx'
import { useRefusal } from './run-context.ts'
import { StepLayout } from './step-layout.tsx'
import { StepNotes } from './step-notes.tsx'

export interface StepFrameProps {
  readonly run: RunView
  readonly children: ReactNode
  /** The bar while the step can be done in its usual way. */
  readonly bar: ReactNode
  readonly onSubmit?: (() => void) | undefined
  /** Failure codes that the step shows itself, beside the field they belong to. */
  readonly shownInPlace?: ReadonlySet<string>
}

/** Around every step view: which bar it gets follows from how the step stands. */
export function StepFrame({ run, children, bar, onSubmit, shownInPlace }: StepFrameProps): ReactElement {
  const { step } = run
  const refusal = useRefusal('run.perform')
  if (!step.current) {
    return (
      <StepLayout run={run} notes={<DecidedNote run={run} />} bar={<PastBar run={run} />}>
        {children}
      </StepLayout>
    )
  }
  const exception = openException(run)
  if (exception !== undefined) {
    return (
      <ExceptionSheet key={exception.index} run={run} exception={exception}>
        {children}
      </ExceptionSheet>
    )
  }
  const ended = endDecision(run)
  if (ended !== undefined) {
    return (
      <EndedByDecision run={run} exception={ended}>
        {children}
      </EndedByDecision>
    )
  }
  if (step.status === 'unknown' && step.reconcile !== null) {
    return (
      <ReconcileStep key={step.id} run={run} reconcile={step.reconcile}>
        {children}
      </ReconcileStep>
    )
  }
  const lost = lostToken(step, refusal)
  if (lost !== null) {
    return (
      <ReopenToken key={step.id} run={run} token={lost}>
        {children}
      </ReopenToken>
    )
  }
  const notes = (
    <>
      <DecidedNote run={run} />
      <MissingNote run={run} />
      <StepNotes step={step} shownInPlace={shownInPlace} />
    </>
  )
  if (step.status === 'recorded') {
    return (
      <StepLayout run={run} notes={notes} bar={<RecordedBar run={run} />}>
        {children}
      </StepLayout>
    )
  }
  return (
    <StepLayout run={run} notes={notes} bar={bar} onSubmit={onSubmit}>
      {children}
    </StepLayout>
  )
}
