import type { ReactElement, ReactNode } from 'react'

import type { RunView } from '../../../shared/ipc/contract/runs.ts'
import type { StepView } from '../../../shared/ipc/contract/steps.ts'
import { PerformBar } from './perform-bar.tsx'
import { useAct } from './run-context.ts'
import { StepFrame } from './step-frame.tsx'
import { at } from './step-props.ts'

export interface PerformStepProps {
  readonly run: RunView
  readonly step: StepView
  /** The whole act. */
  readonly button: string
  readonly note?: string | undefined
  /** What will be done, or what came of it. */
  readonly children: ReactNode
}

/** A step that the console does: one button, and nothing to type or to choose. */
export function PerformStep({ run, step, button, note, children }: PerformStepProps): ReactElement {
  const act = useAct()
  return (
    <StepFrame
      run={run}
      onSubmit={() => void act('run.perform', { ...at(run), input: { kind: 'none' } })}
      bar={
        <PerformBar step={step} note={note}>
          {button}
        </PerformBar>
      }
    >
      {children}
    </StepFrame>
  )
}
