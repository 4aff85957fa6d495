import type { ReactElement } from 'react'

import { KeyDossier } from '../key-dossier.tsx'
import { PerformBar } from '../perform-bar.tsx'
import { useAct } from '../run-context.ts'
import { StepFrame } from '../step-frame.tsx'
import { at, type StepProps } from '../step-props.ts'

/** The attributes as they were read when the key was made; the step reads them once more. */
export function InspectKeyStep({ run, step, body }: StepProps<'inspect-key'>): ReactElement {
  const act = useAct()
  return (
    <StepFrame
      run={run}
      onSubmit={() => void act('run.perform', { ...at(run), input: { kind: 'none' } })}
      bar={<PerformBar step={step}>Read {body.key.name} back again</PerformBar>}
    >
      <KeyDossier view={body.key} policy={body.policy} />
    </StepFrame>
  )
}
