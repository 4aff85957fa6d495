import type { ReactElement } from 'react'

import { FactColumns } from '../../../ui/key-value.tsx'
import { DigestBlock } from '../../../ui/digest-block.tsx'
import { IssueFrame } from '../issue-frame.tsx'
import type { StepProps } from '../step-props.ts'

export function IssueCrlStep({ run, step, body }: StepProps<'issue-crl'>): ReactElement {
  const { result } = body
  return (
    <IssueFrame run={run} step={step} body={body}>
      {result !== null && (
        <>
          <FactColumns
            rows={[
              { label: 'Issuer', value: result.issuer },
              { label: 'Number', value: result.number.toLocaleString('en') },
              { label: 'Next update', value: result.nextUpdate.slice(0, 10) },
              { label: 'Revoked', value: result.entries === 0 ? 'none' : result.entries.toLocaleString('en') },
            ]}
          />
          <DigestBlock title="CRL SHA-256" digest={result.sha256} />
        </>
      )}
    </IssueFrame>
  )
}
