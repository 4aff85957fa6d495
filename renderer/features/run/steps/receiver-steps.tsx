import type { ReactElement } from 'react'

import { DigestBlock } from '../../../ui/digest-block.tsx'
import { KeyValue } from '../../../ui/key-value.tsx'
import { Section } from '../../../ui/section.tsx'
import { useFile } from '../chosen-path.ts'
import { PathStep } from '../path-step.tsx'
import { PerformStep } from '../perform-step.tsx'
import type { StepProps } from '../step-props.ts'
import { Proposed } from './change-person.tsx'

/** The certificate by which a receiver is known; its words are compared with somebody who stands beside it. */
export function RegisterReceiverStep({ run, step, body }: StepProps<'register-receiver'>): ReactElement {
  const path = useFile({
    title: `The certificate of ${body.name}`,
    buttonLabel: 'Read this certificate',
    kind: 'Certificates',
    extensions: ['pem', 'crt', 'cer', 'der'],
  })
  return (
    <PathStep
      run={run}
      step={step}
      kind="file"
      path={path}
      label="File with the certificate"
      help="receiver.pem, which the receiver made for itself when its trust was pinned."
      button={`Read the certificate of ${body.name}`}
      before={
        body.result === null && (
          <Section title={body.name}>
            <KeyValue labels="wide" rows={[{ label: 'Its receipts count for', value: <code>{body.domain}</code> }]} />
          </Section>
        )
      }
    >
      {body.certificate !== null && <DigestBlock title="Certificate SHA-256" digest={body.certificate} />}
      <Proposed item={body.result} />
    </PathStep>
  )
}

export function RemoveReceiverStep({ run, step, body }: StepProps<'remove-receiver'>): ReactElement {
  return (
    <PerformStep run={run} step={step} button={`Write down that ${body.receiver} is to be removed`}>
      {body.result === null && (
        <Section title={body.receiver}>
          <KeyValue labels="wide" rows={[{ label: 'Reason', value: body.reason }]} />
        </Section>
      )}
      <Proposed item={body.result} />
    </PerformStep>
  )
}
