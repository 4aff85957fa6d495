import type { ReactElement } from 'react'

import { KeyValue } from '../../../ui/key-value.tsx'
import { Section } from '../../../ui/section.tsx'
import { KeyDossier } from '../key-dossier.tsx'
import { PerformBar } from '../perform-bar.tsx'
import { useAct, useInPractice } from '../run-context.ts'
import { StepFrame } from '../step-frame.tsx'
import { at, type StepProps } from '../step-props.ts'
import { algorithmName } from '../../../ui/algorithm-name.ts'

/** A key pair, made inside the HSM and read back at once. */
export function GenerateKeyStep({ run, step, body }: StepProps<'generate-key'>): ReactElement {
  const act = useAct()
  const inPractice = useInPractice()
  const token = body.token.name ?? body.token.label
  return (
    <StepFrame
      run={run}
      onSubmit={() => void act('run.perform', { ...at(run), input: { kind: 'none' } })}
      bar={
        <PerformBar step={step} note={`${algorithmName(body.algorithm)}, inside ${token}`}>
          Generate {body.name}
          {inPractice}
        </PerformBar>
      }
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
    </StepFrame>
  )
}
