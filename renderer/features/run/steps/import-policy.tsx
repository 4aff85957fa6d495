import type { ReactElement } from 'react'

import { KeyValue } from '../../../ui/key-value.tsx'
import { PathField } from '../../../ui/path-field.tsx'
import { Section } from '../../../ui/section.tsx'
import { PerformBar } from '../perform-bar.tsx'
import { useAct } from '../run-context.ts'
import { StepFrame } from '../step-frame.tsx'
import { useFile } from '../use-file.ts'
import { at, type StepProps, takesInput } from '../step-props.ts'
import { Proposed } from './change-person.tsx'
import styles from './steps.module.css'

/** A policy file, read strictly, beside the policy in force. */
export function ImportPolicyStep({ run, step, body }: StepProps<'import-policy'>): ReactElement {
  const act = useAct()
  const { path, setPath, chosen, choose } = useFile({
    title: 'The new policy',
    buttonLabel: 'Read this policy',
    kind: 'Policies',
    extensions: ['yaml', 'yml'],
  })
  return (
    <StepFrame
      run={run}
      onSubmit={() => {
        if (chosen !== '') void act('run.perform', { ...at(run), input: { kind: 'file', path: chosen } })
      }}
      bar={
        <PerformBar step={step} locked={chosen === '' ? 'Choose the file first.' : undefined}>
          Read the new policy
        </PerformBar>
      }
    >
      <Section title="Policy in force">
        <KeyValue labels="wide" rows={[{ label: 'Policy', value: body.inForce }]} />
      </Section>
      {takesInput(step) && (
        <div className={styles['path']}>
          <PathField
            label="File with the new policy"
            value={path}
            onChange={setPath}
            onChoose={choose}
            chooseLabel="Choose the file …"
            help="A YAML file with a version of its own, higher than the one in force."
          />
        </div>
      )}
      <Proposed item={body.result} />
    </StepFrame>
  )
}
