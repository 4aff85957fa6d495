import type { ReactElement } from 'react'

import { KeyValue } from '../../../ui/key-value.tsx'
import { Section } from '../../../ui/section.tsx'
import { PerformStep } from '../perform-step.tsx'
import type { StepProps } from '../step-props.ts'
import { Proposed } from './change-person.tsx'

const FORM: Readonly<Record<string, string>> = { sealed: 'sealed with their key file', paper: 'on paper' }

/** Who is to hold the PIN of an HSM together. */
export function PrepareCustodyStep({ run, step, body }: StepProps<'prepare-custody'>): ReactElement {
  const name = body.token.name ?? body.token.label
  return (
    <PerformStep run={run} step={step} button={`Write down who holds the PIN of ${name}`}>
      {body.result === null && (
        <Section title={`Who opens ${name}`} note={`${body.threshold} of ${body.custodians.length} shares`}>
          <KeyValue
            labels="wide"
            rows={[
              { label: 'Opens now with', value: body.now },
              ...body.custodians.map(({ person, share }, index) => ({
                label: `Custodian ${index + 1}`,
                value: `${person}, ${FORM[share] ?? share}`,
              })),
            ]}
          />
        </Section>
      )}
      <Proposed item={body.result} />
    </PerformStep>
  )
}
