import type { ReactElement } from 'react'

import { KeyValue } from '../../../ui/key-value.tsx'
import { ListRow, Rows } from '../../../ui/list-row.tsx'
import { Section } from '../../../ui/section.tsx'
import { State } from '../../../ui/state.tsx'
import { Words } from '../../../ui/words.tsx'
import { DigestBlock } from '../../../ui/digest-block.tsx'
import { useInPractice } from '../run-context.ts'
import { PerformStep } from '../perform-step.tsx'
import type { StepProps } from '../step-props.ts'
import { list } from '../wording.ts'

/** One signature with each hand-off key over bytes that people approved. */
export function SignHandoffStep({ run, step, body }: StepProps<'sign-handoff'>): ReactElement {
  const inPractice = useInPractice()
  const token = body.token.name ?? body.token.label
  const open = body.signers.filter(({ signed }) => !signed).map(({ name }) => name)
  return (
    <PerformStep
      run={run}
      step={step}
      button={`Sign with ${list(open)}${inPractice}`}
      note={`In ${token}, one signature each.`}
    >
      <Section title="Signatures" note={`${body.signers.length - open.length} of ${body.signers.length}`}>
        <Rows aria-label="Signatures">
          {body.signers.map((signer) => (
            <ListRow
              key={signer.name}
              tone={signer.signed ? 'ok' : 'next'}
              name={signer.name}
              fact={<Words words={signer.tbs.words.slice(0, 4)} more />}
              value={signer.signed ? 'Signed' : 'To be signed'}
            />
          ))}
        </Rows>
      </Section>
      <KeyValue
        labels="wide"
        rows={[
          { label: 'Approved by', value: <State tone="ok">{list(body.approvers.map(({ name }) => name))}</State> },
          { label: 'HSM', value: `${token}, serial ${body.token.serial}, ${body.token.open ? 'open' : 'closed'}` },
        ]}
      />
      <DigestBlock title="Manifest SHA-256" digest={body.manifest} />
    </PerformStep>
  )
}
