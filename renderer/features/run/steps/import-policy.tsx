import type { ReactElement } from 'react'

import { KeyValue } from '../../../ui/key-value.tsx'
import { Section } from '../../../ui/section.tsx'
import { useFile } from '../chosen-path.ts'
import type { StepProps } from '../step-props.ts'
import { Proposed } from './change-person.tsx'
import { PathStep } from '../path-step.tsx'

/** A policy file, read strictly, beside the policy in force. */
export function ImportPolicyStep({ run, step, body }: StepProps<'import-policy'>): ReactElement {
  const path = useFile({
    title: 'The new policy',
    buttonLabel: 'Read this policy',
    kind: 'Policies',
    extensions: ['yaml', 'yml'],
  })
  return (
    <PathStep
      run={run}
      step={step}
      kind="file"
      path={path}
      label="File with the new policy"
      help="A YAML file with a version of its own, higher than the one in force."
      button="Read the new policy"
      before={
        <Section title="Policy in force">
          <KeyValue labels="wide" rows={[{ label: 'Policy', value: body.inForce }]} />
        </Section>
      }
    >
      <Proposed item={body.result} />
    </PathStep>
  )
}
