import type { ReactElement } from 'react'

import { KeyValue } from '../../../ui/key-value.tsx'
import { Section } from '../../../ui/section.tsx'
import { ItemPanel } from '../../../ui/item-panel.tsx'
import { PerformStep } from '../perform-step.tsx'
import type { StepProps } from '../step-props.ts'

/** Builds the bytes. The next step shows them to those who approve. */
export function PreviewCertificateStep({ run, step, body }: StepProps<'preview-certificate'>): ReactElement {
  return (
    <PerformStep run={run} step={step} button={`Build the certificate of ${body.title}`}>
      {body.result === null ? (
        <Section title="What will be built">
          <KeyValue
            labels="wide"
            rows={[
              { label: 'Certificate of', value: body.title },
              { label: 'Profile', value: <code>{body.profile}</code> },
              { label: 'Serial', value: '01 and 16 random bytes from the HSM' },
            ]}
          />
        </Section>
      ) : (
        <ItemPanel item={body.result} />
      )}
    </PerformStep>
  )
}
