import type { ReactElement } from 'react'

import { EmptyState } from '../../../ui/empty-state.tsx'
import { ChecksList } from '../checks-list.tsx'
import { PerformStep } from '../perform-step.tsx'
import type { StepProps } from '../step-props.ts'

export function VerifyHierarchyStep({ run, step, body }: StepProps<'verify-hierarchy'>): ReactElement {
  return (
    <PerformStep run={run} step={step} button="Verify everything of this run">
      {body.checks.length === 0 ? (
        <EmptyState title="Nothing is verified yet">
          Each certificate and CRL of this run is read back from the store. OpenSSL checks its chain up to the root and
          its signature; the result is written into the log.
        </EmptyState>
      ) : (
        <ChecksList checks={body.checks} />
      )}
    </PerformStep>
  )
}
