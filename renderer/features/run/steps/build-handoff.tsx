import type { ReactElement } from 'react'

import { FactColumns, KeyValue } from '../../../ui/key-value.tsx'
import { Section } from '../../../ui/section.tsx'
import { DigestBlock } from '../../../ui/digest-block.tsx'
import { FileList } from '../file-list.tsx'
import { PerformStep } from '../perform-step.tsx'
import type { StepProps } from '../step-props.ts'
import { list } from '../wording.ts'

/** Puts together what leaves the room. */
export function BuildHandoffStep({ run, step, body }: StepProps<'build-handoff'>): ReactElement {
  const { result } = body
  return (
    <PerformStep run={run} step={step} button={`Build the hand-off for ${body.domain}`}>
      {result === null ? (
        <Section title="What will be built">
          <KeyValue
            labels="wide"
            rows={[
              { label: 'Domain', value: <code>{body.domain}</code> },
              { label: 'Signers', value: list(body.signers) },
              { label: 'Needed to accept it', value: `${body.threshold} of ${body.signers.length} signatures` },
            ]}
          />
        </Section>
      ) : (
        <>
          <FactColumns
            rows={[
              { label: 'Domain', value: body.domain },
              { label: 'Number', value: `epoch ${result.epoch}, no. ${result.sequence}` },
              { label: 'Valid until', value: result.expiresAt.slice(0, 10) },
              { label: 'Signatures', value: `${body.threshold} of ${body.signers.length} needed` },
            ]}
          />
          <FileList files={result.files} />
          <DigestBlock title="Manifest SHA-256" digest={result.manifest} />
        </>
      )}
    </PerformStep>
  )
}
