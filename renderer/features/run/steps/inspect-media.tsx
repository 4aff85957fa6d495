import { type ReactElement, useState } from 'react'

import { call } from '../../../bridge/client.ts'
import { DigestBlock } from '../../../ui/digest-block.tsx'
import { KeyValue } from '../../../ui/key-value.tsx'
import { PathField } from '../../../ui/path-field.tsx'
import { Section } from '../../../ui/section.tsx'
import { FindingRows } from '../finding-rows.tsx'
import { PerformBar } from '../perform-bar.tsx'
import { useAct } from '../run-context.ts'
import { StepFrame } from '../step-frame.tsx'
import { at, type StepProps, takesInput } from '../step-props.ts'
import styles from './steps.module.css'

/** What is on a medium, before anything of it is used. */
export function InspectMediaStep({ run, step, body }: StepProps<'inspect-media'>): ReactElement {
  const act = useAct()
  const [path, setPath] = useState('')
  const chosen = path.trim()
  const { result, matters } = body
  const choose = async (): Promise<void> => {
    const answer = await call('host.choose-folder', { title: 'The medium', buttonLabel: 'Look at it' })
    if (answer.path !== null) setPath(answer.path)
  }
  return (
    <StepFrame
      run={run}
      onSubmit={() => {
        if (chosen !== '') void act('run.perform', { ...at(run), input: { kind: 'folder', path: chosen } })
      }}
      bar={
        <PerformBar step={step} locked={chosen === '' ? 'Choose the folder first.' : undefined}>
          Read every file and record them
        </PerformBar>
      }
    >
      {takesInput(step) && (
        <div className={styles['path']}>
          <PathField
            label="Folder where the medium is mounted"
            value={path}
            onChange={setPath}
            onChoose={() => void choose()}
            chooseLabel="Choose the folder …"
            help="All of it is read, also what is hidden. Nothing is opened, followed or started."
          />
        </div>
      )}
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
    </StepFrame>
  )
}

function mountWords(device: { device: string; fileSystem: string } | null): string {
  return device === null ? 'how it is mounted cannot be read' : `${device.device}, ${device.fileSystem}`
}
