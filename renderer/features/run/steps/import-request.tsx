import type { ReactElement } from 'react'

import { KeyValue } from '../../../ui/key-value.tsx'
import { PathField } from '../../../ui/path-field.tsx'
import { Section } from '../../../ui/section.tsx'
import { ChecksList } from '../checks-list.tsx'
import { DigestBlock } from '../../../ui/digest-block.tsx'
import { PerformBar } from '../perform-bar.tsx'
import { useAct } from '../run-context.ts'
import { StepFrame } from '../step-frame.tsx'
import { useFile } from '../use-file.ts'
import { at, type StepProps, takesInput } from '../step-props.ts'
import { algorithmName } from '../../../ui/algorithm-name.ts'
import styles from './steps.module.css'

/** One file from outside, through its checks. */
export function ImportRequestStep({ run, step, body }: StepProps<'import-request'>): ReactElement {
  const act = useAct()
  const { path, setPath, chosen, choose } = useFile({
    title: 'The request of the fleet CA',
    buttonLabel: 'Take this file',
    kind: 'Certificate requests',
    extensions: ['csr', 'pem', 'der', 'p10', 'req'],
  })
  return (
    <StepFrame
      run={run}
      onSubmit={() => {
        if (chosen !== '') void act('run.perform', { ...at(run), input: { kind: 'file', path: chosen } })
      }}
      bar={
        <PerformBar step={step} locked={chosen === '' ? 'Choose the file first.' : undefined}>
          Import {chosen === '' ? 'the request' : fileName(chosen)}
        </PerformBar>
      }
    >
      {takesInput(step) && (
        <div className={styles['path']}>
          <PathField
            label="File with the request"
            value={path}
            onChange={setPath}
            onChoose={choose}
            chooseLabel="Choose the file …"
            help={`PKCS#10, PEM or DER, at most ${body.limitBytes.toLocaleString('en')} bytes.`}
          />
        </div>
      )}
      {body.result !== null && (
        <>
          <Section title={body.result.fileName} note={`${body.result.size.toLocaleString('en')} bytes`}>
            <KeyValue
              labels="wide"
              rows={[
                { label: 'Name it asks for', value: body.result.subject },
                { label: 'Key', value: algorithmName(body.result.algorithm) },
              ]}
            />
          </Section>
          <ChecksList checks={body.result.checks} />
          <DigestBlock title="Request SHA-256" digest={body.result.sha256} />
        </>
      )}
    </StepFrame>
  )
}

function fileName(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path
}
