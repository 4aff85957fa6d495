import type { ReactElement } from 'react'

import type { StepBodyOf } from '../../../../shared/ipc/contract/steps.ts'
import { KeyValue } from '../../../ui/key-value.tsx'
import { Section } from '../../../ui/section.tsx'
import { useFile } from '../chosen-path.ts'
import { PathStep } from '../path-step.tsx'
import { PerformStep } from '../perform-step.tsx'
import type { StepProps } from '../step-props.ts'
import { Proposed } from './change-person.tsx'

/** What the plan says, before it is written down. */
function Meant({ body }: { readonly body: StepBodyOf<'revoke'> }): ReactElement | null {
  if (body.result !== null) return null
  return (
    <Section title="What will be written down">
      <KeyValue
        labels="wide"
        rows={[
          { label: 'CA', value: <code>{body.issuer}</code> },
          { label: 'Revoked', value: body.certificates?.join(', ') ?? 'the certificates of a list' },
          { label: 'Reason', value: body.reason },
          { label: 'Since', value: body.since },
          { label: 'Why', value: body.why },
        ]}
      />
    </Section>
  )
}

export function RevokeStep(props: StepProps<'revoke'>): ReactElement {
  return props.body.certificates === null ? <RevokeList {...props} /> : <RevokeNamed {...props} />
}

function RevokeNamed({ run, step, body }: StepProps<'revoke'>): ReactElement {
  return (
    <PerformStep run={run} step={step} button={`Write down that ${body.certificates?.join(' and ')} is to be revoked`}>
      <Meant body={body} />
      <Proposed item={body.result} />
    </PerformStep>
  )
}

/** A list from outside, one certificate a line. */
function RevokeList({ run, step, body }: StepProps<'revoke'>): ReactElement {
  const path = useFile({
    title: 'What is to be revoked',
    buttonLabel: 'Read this list',
    kind: 'Lists of certificates',
    extensions: ['txt', 'csv', 'jsonl', 'ndjson'],
  })
  return (
    <PathStep
      run={run}
      step={step}
      kind="file"
      path={path}
      label="File with the list"
      help="A certificate a line: serial number in hex, reason, revocation date, invalidity date; or the same as JSON Lines."
      button="Write down that the certificates of this list are to be revoked"
      before={<Meant body={body} />}
    >
      <Proposed item={body.result} />
    </PathStep>
  )
}
