import type { ReactElement } from 'react'

import { KeyValue } from '../../../ui/key-value.tsx'
import { Section } from '../../../ui/section.tsx'
import { State } from '../../../ui/state.tsx'
import { ItemPanel } from '../../../ui/item-panel.tsx'
import { PerformBar } from '../perform-bar.tsx'
import { useAct } from '../run-context.ts'
import { StepFrame } from '../step-frame.tsx'
import { at, type StepProps } from '../step-props.ts'
import { list } from '../wording.ts'

/** What was approved takes effect. */
export function ApplyChangeStep({ run, step, body }: StepProps<'apply-change'>): ReactElement {
  const act = useAct()
  const { item, approvers, done } = body
  return (
    <StepFrame
      run={run}
      onSubmit={() => void act('run.perform', { ...at(run), input: { kind: 'none' } })}
      bar={<PerformBar step={step}>Make it so</PerformBar>}
    >
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
    </StepFrame>
  )
}
