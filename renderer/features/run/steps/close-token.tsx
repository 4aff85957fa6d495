import type { ReactElement } from 'react'

import { PerformStep } from '../perform-step.tsx'
import type { StepProps } from '../step-props.ts'
import { TokenFacts } from '../token-facts.tsx'

export function CloseTokenStep({ run, step, body }: StepProps<'close-token'>): ReactElement {
  return (
    <PerformStep run={run} step={step} button={`Close ${body.token.name ?? body.token.label}`}>
      <TokenFacts token={body.token} />
    </PerformStep>
  )
}
