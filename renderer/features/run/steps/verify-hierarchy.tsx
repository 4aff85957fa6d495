import type { ReactElement } from 'react'

import { EmptyState } from '../../../ui/empty-state.tsx'
import { ChecksList } from '../checks-list.tsx'
import { PerformBar } from '../perform-bar.tsx'
import { useAct } from '../run-context.ts'
import { StepFrame } from '../step-frame.tsx'
import { at, type StepProps } from '../step-props.ts'

export function VerifyHierarchyStep({ run, step, body }: StepProps<'verify-hierarchy'>): ReactElement {
  const act = useAct()
  return (
    <StepFrame
      run={run}
      onSubmit={() => void act('run.perform', { ...at(run), input: { kind: 'none' } })}
      bar={<PerformBar step={step}>Verify everything of this run</PerformBar>}
    >
      {body.checks.length === 0 ? (
        <EmptyState title="Nothing is verified yet">
          Each certificate and CRL of this run is read back from the store. OpenSSL checks its chain up to the root and
          its signature; the result is written into the log.
        </EmptyState>
      ) : (
        <ChecksList checks={body.checks} />
      )}
    </StepFrame>
  )
}
