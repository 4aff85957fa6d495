import type { ReactElement, ReactNode } from 'react'

import type { RunView } from '../../../shared/ipc/contract/runs.ts'
import type { StepView } from '../../../shared/ipc/contract/steps.ts'
import { PathField } from '../../ui/path-field.tsx'
import type { ChosenPath } from './chosen-path.ts'
import { PerformBar } from './perform-bar.tsx'
import { useAct } from './run-context.ts'
import { StepFrame } from './step-frame.tsx'
import { at, takesInput } from './step-props.ts'
import styles from './steps/steps.module.css'

export interface PathStepProps {
  readonly run: RunView
  readonly step: StepView
  readonly kind: 'file' | 'folder'
  readonly path: ChosenPath
  readonly label: string
  readonly help: string
  /** The whole act. */
  readonly button: string
  /** What is said before the path is asked for. */
  readonly before?: ReactNode
  /** What came of it. */
  readonly children: ReactNode
}

/** A step that takes one file or folder from outside, or writes to one. */
export function PathStep({
  run,
  step,
  kind,
  path,
  label,
  help,
  button,
  before,
  children,
}: PathStepProps): ReactElement {
  const act = useAct()
  const { chosen } = path
  return (
    <StepFrame
      run={run}
      onSubmit={() => {
        if (chosen !== '') void act('run.perform', { ...at(run), input: { kind, path: chosen } })
      }}
      bar={
        <PerformBar step={step} locked={chosen === '' ? `Choose the ${kind} first.` : undefined}>
          {button}
        </PerformBar>
      }
    >
      {before}
      {takesInput(step) && (
        <div className={styles['path']}>
          <PathField
            label={label}
            value={path.path}
            onChange={path.setPath}
            onChoose={path.choose}
            chooseLabel={`Choose the ${kind} …`}
            help={help}
          />
        </div>
      )}
      {children}
    </StepFrame>
  )
}
