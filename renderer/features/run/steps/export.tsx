import type { ReactElement } from 'react'

import { KeyValue } from '../../../ui/key-value.tsx'
import { PathField } from '../../../ui/path-field.tsx'
import { Section } from '../../../ui/section.tsx'
import { ChecksList } from '../checks-list.tsx'
import { DigestBlock } from '../../../ui/digest-block.tsx'
import { PerformBar } from '../perform-bar.tsx'
import { useAct } from '../run-context.ts'
import { StepFrame } from '../step-frame.tsx'
import { at, type StepProps, takesInput } from '../step-props.ts'
import { useFolder } from '../use-folder.ts'
import styles from './steps.module.css'

/** Out of the room: written, read back, and checked as the receiver will. */
export function ExportStep({ run, step, body }: StepProps<'export'>): ReactElement {
  const act = useAct()
  const { path, setPath, chosen, choose } = useFolder({
    title: 'The medium for the hand-off',
    buttonLabel: 'Write it here',
  })
  return (
    <StepFrame
      run={run}
      onSubmit={() => {
        if (chosen !== '') void act('run.perform', { ...at(run), input: { kind: 'folder', path: chosen } })
      }}
      bar={
        <PerformBar step={step} locked={chosen === '' ? 'Choose the folder first.' : undefined}>
          Write {body.folderName} to the medium
        </PerformBar>
      }
    >
      {takesInput(step) && (
        <div className={styles['path']}>
          <PathField
            label="Folder on the medium"
            value={path}
            onChange={setPath}
            onChoose={choose}
            chooseLabel="Choose the folder …"
            help={`${body.folderName} and ${body.folderName}.tar are made in it. What exists is not overwritten.`}
          />
        </div>
      )}
      {body.result !== null && (
        <>
          <Section title="Written and read back">
            <KeyValue
              labels="wide"
              wrap
              rows={[
                { label: 'Folder', value: <code>{body.result.destination}</code> },
                { label: 'Hand-off', value: <code>{body.folderName}</code> },
              ]}
            />
          </Section>
          <ChecksList checks={body.result.checks} />
          <DigestBlock title="Tar file SHA-256" digest={body.result.tar} />
        </>
      )}
      <DigestBlock title="Manifest SHA-256" digest={body.manifest} />
    </StepFrame>
  )
}
