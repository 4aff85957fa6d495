import type { ReactElement } from 'react'

import { DigestBlock } from '../../../ui/digest-block.tsx'
import { KeyValue } from '../../../ui/key-value.tsx'
import { Section } from '../../../ui/section.tsx'
import { useFolder } from '../chosen-path.ts'
import { FindingRows } from '../finding-rows.tsx'
import type { StepProps } from '../step-props.ts'
import styles from './steps.module.css'
import { PathStep } from '../path-step.tsx'

/** What is on a medium, before anything of it is used. */
export function InspectMediaStep({ run, step, body }: StepProps<'inspect-media'>): ReactElement {
  const path = useFolder({ title: 'The medium', buttonLabel: 'Look at it' })
  const { result, matters } = body
  return (
    <PathStep
      run={run}
      step={step}
      kind="folder"
      path={path}
      label="Folder where the medium is mounted"
      help="All of it is read, also what is hidden. Nothing is opened, followed or started."
      button="Read every file and record them"
    >
      {result !== null && (
        <>
          <Section title={result.device?.label ?? result.path} note={mountWords(result.device)}>
            <KeyValue
              labels="wide"
              wrap
              rows={[
                { label: 'Folder', value: <code>{result.path}</code> },
                {
                  label: 'On it',
                  value: `${result.files.toLocaleString('en')} files in ${result.folders.toLocaleString('en')} folders, ${result.bytes.toLocaleString('en')} bytes`,
                },
                ...(result.device === null
                  ? []
                  : [{ label: 'Mounted', value: <code>{result.device.options.join(', ')}</code> }]),
              ]}
            />
          </Section>
          <Section title={result.findings.length === 0 ? 'Nothing but plain files' : 'What was found'}>
            <FindingRows
              label="What was found on the medium"
              quiet={!matters}
              findings={result.findings.map(({ words, notedOnly }) => ({
                words,
                severity: notedOnly ? ('ok' as const) : ('attention' as const),
              }))}
            />
            {result.omitted > 0 && <p className={styles['help']}>{result.omitted} more are in the file of findings.</p>}
          </Section>
          <DigestBlock title="SHA-256 of the list of files" digest={result.manifest} />
        </>
      )}
    </PathStep>
  )
}

function mountWords(device: { device: string; fileSystem: string } | null): string {
  return device === null ? 'how it is mounted cannot be read' : `${device.device}, ${device.fileSystem}`
}
