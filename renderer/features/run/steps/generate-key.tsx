import type { ReactElement } from 'react'

import { KeyValue } from '../../../ui/key-value.tsx'
import { Section } from '../../../ui/section.tsx'
import { KeyDossier } from '../key-dossier.tsx'
import { useInPractice } from '../run-context.ts'
import { PerformStep } from '../perform-step.tsx'
import type { StepProps } from '../step-props.ts'
import { algorithmName } from '../../../ui/algorithm-name.ts'

/** A key pair, made inside the HSM and read back at once. */
export function GenerateKeyStep({ run, step, body }: StepProps<'generate-key'>): ReactElement {
  const inPractice = useInPractice()
  const token = body.token.name ?? body.token.label
  return (
    <PerformStep
      run={run}
      step={step}
      button={`Generate ${body.name}${inPractice}`}
      note={`${algorithmName(body.algorithm)}, inside ${token}`}
    >
      {body.result === null ? (
        <Section title="What will be made">
          <KeyValue
            labels="wide"
            rows={[
              { label: 'Name', value: <code>{body.name}</code> },
              { label: 'Algorithm', value: algorithmName(body.algorithm) },
              { label: 'HSM', value: `${token}, serial ${body.token.serial}` },
              { label: 'Found again by', value: 'its id and its public key, both in the log before the HSM is asked' },
            ]}
          />
        </Section>
      ) : (
        <KeyDossier view={body.result} />
      )}
    </PerformStep>
  )
}
