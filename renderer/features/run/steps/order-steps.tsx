import type { ReactElement } from 'react'

import { KeyValue } from '../../../ui/key-value.tsx'
import { Section } from '../../../ui/section.tsx'
import { PerformStep } from '../perform-step.tsx'
import type { StepProps } from '../step-props.ts'
import { Proposed } from './change-person.tsx'

const ORDER_WORDS: Readonly<Record<string, string>> = {
  freeze: 'It issues nothing more; what it issued stays valid',
  taint: 'It issues nothing more, and all that it issued is replaced now',
  release: 'It may issue again',
}

/** An authority stops, or may go on; the fleet hears of it with the next hand-off. */
export function FreezeStep({ run, step, body }: StepProps<'freeze'>): ReactElement {
  return (
    <PerformStep run={run} step={step} button={`Write down the order to ${body.order} ${body.authority}`}>
      {body.result === null && (
        <Section title={body.authority}>
          <KeyValue
            labels="wide"
            rows={[
              { label: 'The fleet is told', value: ORDER_WORDS[body.order] ?? body.order },
              { label: 'Reason', value: body.reason },
            ]}
          />
        </Section>
      )}
      <Proposed item={body.result} />
    </PerformStep>
  )
}

/** Nobody is to trust this authority any more. */
export function DistrustStep({ run, step, body }: StepProps<'distrust'>): ReactElement {
  return (
    <PerformStep run={run} step={step} button={`Write down that ${body.authority} is to be distrusted`}>
      {body.result === null && (
        <Section title={body.authority}>
          <KeyValue
            labels="wide"
            rows={[
              { label: 'Reason', value: body.reason },
              { label: 'Not to be believed since', value: body.from ?? 'now' },
              { label: 'Used instead', value: body.replacement ?? 'nothing' },
            ]}
          />
        </Section>
      )}
      <Proposed item={body.result} />
    </PerformStep>
  )
}
