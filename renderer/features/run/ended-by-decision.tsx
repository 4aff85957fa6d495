import { type ReactElement, type ReactNode, useState } from 'react'

import type { RunView } from '../../../shared/ipc/contract/runs.ts'
import { ActionBar } from '../../ui/action-bar.tsx'
import { Button } from '../../ui/button.tsx'
import { AbortDialog } from './abort-dialog.tsx'
import { ExceptionFacts } from './exception-facts.tsx'
import styles from './exception-sheet.module.css'
import type { DecidedException } from './held.ts'
import { StepLayout } from './step-layout.tsx'

export interface EndedByDecisionProps {
  readonly run: RunView
  readonly exception: DecidedException
  readonly children: ReactNode
}

/** Somebody decided that the run ends; what is left is to abort it. */
export function EndedByDecision({ run, exception, children }: EndedByDecisionProps): ReactElement {
  const [isAborting, setAborting] = useState(false)
  const { by, reason, time } = exception.decided
  return (
    <StepLayout
      run={run}
      held
      bar={
        <>
          <section className={styles['sheet']} aria-label={`Exception ${exception.number}`}>
            <ExceptionFacts exception={exception} step={run.step.number}>
              It was decided that the run ends.
            </ExceptionFacts>
            <p className={styles['verdict']}>
              <b>{by.name}</b> decided at {time.slice(11, 19)}Z: {reason}
            </p>
          </section>
          <ActionBar writes="Aborting is all that is left." spares="What is done stays in the log.">
            <Button variant="danger-solid" size="tall" onPress={() => setAborting(true)}>
              Abort this run …
            </Button>
          </ActionBar>
          <AbortDialog run={run} isOpen={isAborting} onClose={() => setAborting(false)} />
        </>
      }
    >
      {children}
    </StepLayout>
  )
}
