import type { ReactElement } from 'react'

import { KeyValue } from '../../../ui/key-value.tsx'
import { Section } from '../../../ui/section.tsx'
import { ItemPanel } from '../../../ui/item-panel.tsx'
import { PerformStep } from '../perform-step.tsx'
import type { StepProps } from '../step-props.ts'

export function PreviewCrlStep({ run, step, body }: StepProps<'preview-crl'>): ReactElement {
  return (
    <PerformStep run={run} step={step} button={`Build the CRL of ${body.title}`}>
      {body.result === null ? (
        <Section title="What will be built">
          <KeyValue
            labels="wide"
            rows={[
              { label: 'CRL of', value: <code>{body.title}</code> },
              { label: 'Starts from', value: 'the last CRL in the log; without one, an empty list' },
              { label: 'Number', value: 'one more than the last' },
            ]}
          />
        </Section>
      ) : (
        <ItemPanel item={body.result} />
      )}
    </PerformStep>
  )
}
