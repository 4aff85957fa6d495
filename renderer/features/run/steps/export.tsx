import type { ReactElement } from 'react'

import { KeyValue } from '../../../ui/key-value.tsx'
import { Section } from '../../../ui/section.tsx'
import { ChecksList } from '../checks-list.tsx'
import { DigestBlock } from '../../../ui/digest-block.tsx'
import type { StepProps } from '../step-props.ts'
import { useFolder } from '../chosen-path.ts'
import { PathStep } from '../path-step.tsx'

/** Out of the room: written, read back, and checked as the receiver will. */
export function ExportStep({ run, step, body }: StepProps<'export'>): ReactElement {
  const path = useFolder({
    title: 'The medium for the hand-off',
    buttonLabel: 'Write it here',
  })
  return (
    <PathStep
      run={run}
      step={step}
      kind="folder"
      path={path}
      label="Folder on the medium"
      help={`${body.folderName} and ${body.folderName}.tar are made in it. What exists is not overwritten.`}
      button={`Write ${body.folderName} to the medium`}
    >
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
    </PathStep>
  )
}
