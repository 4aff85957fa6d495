import type { ReactElement } from 'react'

import type { StepBodyOf } from '../../../../shared/ipc/contract/steps.ts'
import { DigestBlock } from '../../../ui/digest-block.tsx'
import { KeyValue } from '../../../ui/key-value.tsx'
import { Section } from '../../../ui/section.tsx'
import { PerformStep } from '../perform-step.tsx'
import type { StepProps } from '../step-props.ts'
import { useFile, useFolder } from '../chosen-path.ts'
import { Proposed } from './change-person.tsx'
import { PathStep } from '../path-step.tsx'

type Prepared = StepBodyOf<'prepare-backup' | 'prepare-restore' | 'prepare-destruction'>

/** Which key, and where; said before it is written down. */
function Meant({ body }: { readonly body: Prepared }): ReactElement | null {
  if (body.result !== null) return null
  return (
    <Section title={body.name}>
      <KeyValue
        labels="wide"
        rows={[
          { label: 'Key', value: <code>{body.name}</code> },
          { label: 'HSM', value: `${body.place.name ?? body.place.label}, serial ${body.place.serial}` },
        ]}
      />
    </Section>
  )
}

export function PrepareBackupStep({ run, step, body }: StepProps<'prepare-backup'>): ReactElement {
  return (
    <PerformStep run={run} step={step} button={`Write down that ${body.name} is to be backed up`}>
      <Meant body={body} />
      <Proposed item={body.result} />
    </PerformStep>
  )
}

export function PrepareDestructionStep({ run, step, body }: StepProps<'prepare-destruction'>): ReactElement {
  return (
    <PerformStep run={run} step={step} button={`Write down that ${body.name} is to be destroyed`}>
      <Meant body={body} />
      <Proposed item={body.result} />
    </PerformStep>
  )
}

/** The file of a backup, which core compares with what the log knows. */
export function PrepareRestoreStep({ run, step, body }: StepProps<'prepare-restore'>): ReactElement {
  const path = useFile({
    title: `The backup of ${body.name}`,
    buttonLabel: 'Read this backup',
    kind: 'Backups of keys',
    extensions: ['json'],
  })
  return (
    <PathStep
      run={run}
      step={step}
      kind="file"
      path={path}
      label="File with the backup"
      help="The .sealed-key.json file that the back-up ceremony wrote."
      button={`Read the backup of ${body.name}`}
      before={<Meant body={body} />}
    >
      <Proposed item={body.result} />
    </PathStep>
  )
}

export function ExportBackupStep({ run, step, body }: StepProps<'export-backup'>): ReactElement {
  const path = useFolder({
    title: 'The medium for the backup',
    buttonLabel: 'Write it here',
  })
  return (
    <PathStep
      run={run}
      step={step}
      kind="folder"
      path={path}
      label="Folder on the medium"
      help="One file is made in it. What exists is not overwritten."
      button={`Write the backup of ${body.name} to the medium`}
    >
      {body.result !== null && (
        <Section title="Written and read back">
          <KeyValue
            labels="wide"
            wrap
            rows={[
              { label: 'Folder', value: <code>{body.result.destination}</code> },
              { label: 'File', value: <code>{body.result.fileName}</code> },
            ]}
          />
        </Section>
      )}
      <DigestBlock title="Backup SHA-256" digest={body.sealed} />
    </PathStep>
  )
}
