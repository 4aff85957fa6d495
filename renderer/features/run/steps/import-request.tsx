import type { ReactElement } from 'react'

import { KeyValue } from '../../../ui/key-value.tsx'
import { Section } from '../../../ui/section.tsx'
import { ChecksList } from '../checks-list.tsx'
import { DigestBlock } from '../../../ui/digest-block.tsx'
import { useFile } from '../chosen-path.ts'
import type { StepProps } from '../step-props.ts'
import { algorithmName } from '../../../ui/algorithm-name.ts'
import { PathStep } from '../path-step.tsx'

/** One file from outside, through its checks. */
export function ImportRequestStep({ run, step, body }: StepProps<'import-request'>): ReactElement {
  const path = useFile({
    title: 'The request of the fleet CA',
    buttonLabel: 'Take this file',
    kind: 'Certificate requests',
    extensions: ['csr', 'pem', 'der', 'p10', 'req'],
  })
  return (
    <PathStep
      run={run}
      step={step}
      kind="file"
      path={path}
      label="File with the request"
      help={`PKCS#10, PEM or DER, at most ${body.limitBytes.toLocaleString('en')} bytes.`}
      button={`Import ${path.chosen === '' ? 'the request' : fileName(path.chosen)}`}
    >
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
    </PathStep>
  )
}

function fileName(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path
}
