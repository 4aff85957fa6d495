import type { ReactElement } from 'react'

import { DigestBlock } from '../../../ui/digest-block.tsx'
import { KeyValue } from '../../../ui/key-value.tsx'
import { Section } from '../../../ui/section.tsx'
import { State } from '../../../ui/state.tsx'
import { ActFrame } from '../act-frame.tsx'
import { KeyDossier } from '../key-dossier.tsx'
import { useInPractice } from '../run-context.ts'
import { PerformStep } from '../perform-step.tsx'
import type { StepProps } from '../step-props.ts'

/** The key pair for which backups are sealed, on the HSM that is to hold the copy. */
export function GenerateTransportKeyStep({ run, step, body }: StepProps<'generate-transport-key'>): ReactElement {
  const inPractice = useInPractice()
  const token = body.token.name ?? body.token.label
  return (
    <PerformStep run={run} step={step} button={`Generate ${body.name}${inPractice}`} note={`RSA 3072, inside ${token}`}>
      <Section title={body.spki === null ? 'What will be made' : body.name}>
        <KeyValue
          labels="wide"
          rows={[
            { label: 'Name', value: <code>{body.name}</code> },
            { label: 'HSM', value: `${token}, serial ${body.token.serial}` },
            { label: 'What it does', value: 'opens backups inside this HSM, and nothing else' },
          ]}
        />
      </Section>
      {body.spki !== null && <DigestBlock title="Public key SHA-256" digest={body.spki} />}
    </PerformStep>
  )
}

export function BackUpKeyStep({ run, step, body }: StepProps<'back-up-key'>): ReactElement {
  return (
    <ActFrame run={run} step={step} body={body} button={body.item.title}>
      {body.sealed === null ? null : <DigestBlock title="Backup SHA-256" digest={body.sealed} />}
    </ActFrame>
  )
}

export function RestoreKeyStep({ run, step, body }: StepProps<'restore-key'>): ReactElement {
  return (
    <ActFrame run={run} step={step} body={body} button={body.item.title}>
      {body.result === null ? null : <KeyDossier view={body.result} />}
    </ActFrame>
  )
}

export function DestroyKeyStep({ run, step, body }: StepProps<'destroy-key'>): ReactElement {
  const token = body.token.name ?? body.token.label
  return (
    <ActFrame run={run} step={step} body={body} button={`${body.item.title} on ${token}, for ever`}>
      {body.remaining === null ? null : (
        <Section title={body.item.title}>
          <KeyValue
            labels="wide"
            rows={[
              { label: 'On the token', value: <State tone="ok">the key is gone: the token was asked again</State> },
              {
                label: 'Other objects of its id',
                value: body.remaining === 0 ? 'none' : `${body.remaining.toLocaleString('en')}, such as certificates`,
              },
            ]}
          />
        </Section>
      )}
    </ActFrame>
  )
}
