import type { ReactElement } from 'react'

import { PerformBar } from '../perform-bar.tsx'
import { useAct } from '../run-context.ts'
import { StepFrame } from '../step-frame.tsx'
import { at, type StepProps } from '../step-props.ts'
import { TokenFacts } from '../token-facts.tsx'

export function CloseTokenStep({ run, step, body }: StepProps<'close-token'>): ReactElement {
  const act = useAct()
  return (
    <StepFrame
      run={run}
      onSubmit={() => void act('run.perform', { ...at(run), input: { kind: 'none' } })}
      bar={<PerformBar step={step}>Close {body.token.name ?? body.token.label}</PerformBar>}
    >
      <TokenFacts token={body.token} />
    </StepFrame>
  )
}
