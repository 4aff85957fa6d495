import type { ReactElement } from 'react'

import { KeyValue } from '../../../ui/key-value.tsx'
import { Section } from '../../../ui/section.tsx'
import { State } from '../../../ui/state.tsx'
import { ActFrame } from '../act-frame.tsx'
import { useFile } from '../chosen-path.ts'
import { PathStep } from '../path-step.tsx'
import type { StepProps } from '../step-props.ts'
import { Proposed } from './change-person.tsx'

/** Many requests in one file; what is wrong with one is shown beside it. */
export function PrepareReissueStep({ run, step, body }: StepProps<'prepare-reissue'>): ReactElement {
  const path = useFile({
    title: 'The requests',
    buttonLabel: 'Take this file',
    kind: 'Certificate requests',
    extensions: ['pem', 'csr', 'txt'],
  })
  return (
    <PathStep
      run={run}
      step={step}
      kind="file"
      path={path}
      label="File with the requests"
      help={`PKCS#10 requests as PEM, one after another, at most ${body.limitBytes.toLocaleString('en')} bytes.`}
      button="Build a certificate for each of these requests"
      before={
        body.result === null ? (
          <Section title="What will be built">
            <KeyValue
              labels="wide"
              rows={[
                { label: 'CA', value: <code>{body.issuer}</code> },
                { label: 'Profile', value: <code>{body.profile}</code> },
                { label: 'Names', value: 'the common name of each request' },
                { label: 'Why', value: body.why },
              ]}
            />
          </Section>
        ) : null
      }
    >
      <Proposed item={body.result} />
    </PathStep>
  )
}

/** Signs an approved list, part by part. */
export function ReissueManyStep({ run, step, body }: StepProps<'reissue-many'>): ReactElement {
  const { issued, signed, count } = body
  const left = count - signed
  return (
    <ActFrame
      run={run}
      step={step}
      body={body}
      button={
        signed === 0
          ? `Sign these ${count.toLocaleString('en')} certificates`
          : `Go on: sign the other ${left.toLocaleString('en')} certificates`
      }
    >
      {issued === null && signed === 0 ? null : (
        <Section title={issued === null ? 'Signed in part' : 'Issued'}>
          <KeyValue
            labels="wide"
            rows={[
              {
                label: issued === null ? 'In the log already' : 'Certificates',
                value: (
                  <State tone={issued === null ? 'attention' : 'ok'}>
                    {`${(issued ?? signed).toLocaleString('en')} of ${count.toLocaleString('en')}`}
                  </State>
                ),
              },
            ]}
          />
        </Section>
      )}
    </ActFrame>
  )
}
