import type { ReactElement } from 'react'

import { KeyValue } from '../../../ui/key-value.tsx'
import { Section } from '../../../ui/section.tsx'
import { ItemPanel } from '../../../ui/item-panel.tsx'
import { PerformBar } from '../perform-bar.tsx'
import { useAct } from '../run-context.ts'
import { StepFrame } from '../step-frame.tsx'
import { at, type StepProps } from '../step-props.ts'

/** Builds the bytes. The next step shows them to those who approve. */
export function PreviewCertificateStep({ run, step, body }: StepProps<'preview-certificate'>): ReactElement {
  const act = useAct()
  return (
    <StepFrame
      run={run}
      onSubmit={() => void act('run.perform', { ...at(run), input: { kind: 'none' } })}
      bar={<PerformBar step={step}>Build the certificate of {body.title}</PerformBar>}
    >
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
    </StepFrame>
  )
}
