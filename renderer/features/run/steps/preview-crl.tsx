import type { ReactElement } from 'react'

import { KeyValue } from '../../../ui/key-value.tsx'
import { Section } from '../../../ui/section.tsx'
import { ItemPanel } from '../../../ui/item-panel.tsx'
import { PerformBar } from '../perform-bar.tsx'
import { useAct } from '../run-context.ts'
import { StepFrame } from '../step-frame.tsx'
import { at, type StepProps } from '../step-props.ts'

export function PreviewCrlStep({ run, step, body }: StepProps<'preview-crl'>): ReactElement {
  const act = useAct()
  return (
    <StepFrame
      run={run}
      onSubmit={() => void act('run.perform', { ...at(run), input: { kind: 'none' } })}
      bar={<PerformBar step={step}>Build the CRL of {body.title}</PerformBar>}
    >
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
    </StepFrame>
  )
}
