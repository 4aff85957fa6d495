import type { ReactElement } from 'react'

import { KeyValue } from '../../../ui/key-value.tsx'
import { Section } from '../../../ui/section.tsx'
import { State } from '../../../ui/state.tsx'
import { ItemPanel } from '../../../ui/item-panel.tsx'
import { PerformStep } from '../perform-step.tsx'
import type { StepProps } from '../step-props.ts'
import { list } from '../wording.ts'

/** What was approved takes effect. */
export function ApplyChangeStep({ run, step, body }: StepProps<'apply-change'>): ReactElement {
  const { item, approvers, done } = body
  return (
    <PerformStep run={run} step={step} button="Make it so">
      <Section title={item.title}>
        <KeyValue
          labels="wide"
          rows={[
            { label: 'Approved by', value: <State tone="ok">{list(approvers.map(({ name }) => name))}</State> },
            {
              label: 'In force',
              value: done ? <State tone="ok">from this entry on</State> : <State tone="waiting">not yet</State>,
            },
          ]}
        />
      </Section>
      <ItemPanel item={item} />
    </PerformStep>
  )
}
