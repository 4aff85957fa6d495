import type { ReactElement } from 'react'

import type { StepBodyOf } from '../../../../shared/ipc/contract/steps.ts'
import { DigestBlock } from '../../../ui/digest-block.tsx'
import { useFile } from '../chosen-path.ts'
import { PathStep } from '../path-step.tsx'
import type { StepProps } from '../step-props.ts'
import { RecipientRows } from '../recipient-rows.tsx'

/** Who will be able to open the evidence: certificates from a file, whose digest is read back afterwards. */
export function ImportRecipientsStep({ run, step, body }: StepProps<'import-recipients'>): ReactElement {
  const path = useFile({
    title: 'The certificates of the recipients',
    buttonLabel: 'Take this file',
    kind: 'Certificates',
    extensions: ['pem', 'crt'],
  })
  return (
    <PathStep
      run={run}
      step={step}
      kind="file"
      path={path}
      label="File with the certificates of the recipients"
      help={`PEM, at most ${body.limitBytes.toLocaleString('en')} bytes. Whoever has one of their keys can open the evidence, and nobody else.`}
      button="Take these recipients"
    >
      {body.result !== null && <Result result={body.result} />}
    </PathStep>
  )
}

function Result({ result }: { readonly result: NonNullable<StepBodyOf<'import-recipients'>['result']> }): ReactElement {
  return (
    <>
      <RecipientRows recipients={result.recipients} />
      <DigestBlock title={`SHA-256 of ${result.fileName}`} digest={result.file} />
    </>
  )
}
