import type { ReactElement, ReactNode } from 'react'

import type { RunView } from '../../../shared/ipc/contract/runs.ts'
import type { StepBodyOf, StepView } from '../../../shared/ipc/contract/steps.ts'
import { ItemPanel } from '../../ui/item-panel.tsx'
import { KeyValue } from '../../ui/key-value.tsx'
import { Section } from '../../ui/section.tsx'
import { State } from '../../ui/state.tsx'
import { useInPractice } from './run-context.ts'
import { PerformStep } from './perform-step.tsx'
import { list } from './wording.ts'

export interface ActFrameProps {
  readonly run: RunView
  readonly step: StepView
  readonly body: Pick<StepBodyOf<'back-up-key'>, 'item' | 'approvers' | 'token'>
  /** The whole act, with its object. */
  readonly button: string
  /** What came out, once it is done; null before. */
  readonly children: ReactNode
}

/** Does with a key what people approved: what, on which token, on whose authority. */
export function ActFrame({ run, step, body, button, children }: ActFrameProps): ReactElement {
  const inPractice = useInPractice()
  const { item, approvers, token } = body
  return (
    <PerformStep
      run={run}
      step={step}
      button={`${button}${inPractice}`}
      note={`In ${token.name ?? token.label}, serial ${token.serial}.`}
    >
      {children ?? (
        <Section title={item.title}>
          <KeyValue
            labels="wide"
            rows={[
              { label: 'Approved by', value: <State tone="ok">{list(approvers.map(({ name }) => name))}</State> },
              {
                label: 'HSM',
                value: `${token.name ?? token.label}, serial ${token.serial}, ${token.open ? 'open' : 'closed'}`,
              },
            ]}
          />
        </Section>
      )}
      <ItemPanel item={item} />
    </PerformStep>
  )
}
