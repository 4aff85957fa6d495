import type { ReactElement } from 'react'

import { FactColumns } from '../../../ui/key-value.tsx'
import { DigestBlock } from '../../../ui/digest-block.tsx'
import { IssueFrame } from '../issue-frame.tsx'
import type { StepProps } from '../step-props.ts'

export function IssueCertificateStep({ run, step, body }: StepProps<'issue-certificate'>): ReactElement {
  const { result } = body
  return (
    <IssueFrame run={run} step={step} body={body}>
      {result !== null && (
        <>
          <FactColumns
            rows={[
              { label: 'Subject', value: result.subject },
              { label: 'Issuer', value: result.issuer },
              { label: 'Valid', value: `${result.notBefore.slice(0, 10)} to ${result.notAfter.slice(0, 10)}` },
              { label: 'Size', value: `${result.size.toLocaleString('en')} bytes` },
            ]}
          />
          <DigestBlock title="Certificate SHA-256" digest={result.sha256} />
        </>
      )}
    </IssueFrame>
  )
}
