import type { ReactElement } from 'react'

import { KeyDossier } from '../key-dossier.tsx'
import { PerformStep } from '../perform-step.tsx'
import type { StepProps } from '../step-props.ts'

/** The attributes as they were read when the key was made; the step reads them once more. */
export function InspectKeyStep({ run, step, body }: StepProps<'inspect-key'>): ReactElement {
  return (
    <PerformStep run={run} step={step} button={`Read ${body.key.name} back again`}>
      <KeyDossier view={body.key} policy={body.policy} />
    </PerformStep>
  )
}
