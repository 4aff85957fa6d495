import type { ReactElement } from 'react'

import { FactColumns, KeyValue } from '../../../ui/key-value.tsx'
import { Section } from '../../../ui/section.tsx'
import { DigestBlock } from '../../../ui/digest-block.tsx'
import { FileList } from '../file-list.tsx'
import { PerformBar } from '../perform-bar.tsx'
import { useAct } from '../run-context.ts'
import { StepFrame } from '../step-frame.tsx'
import { at, type StepProps } from '../step-props.ts'
import { list } from '../wording.ts'

/** Puts together what leaves the room. */
export function BuildHandoffStep({ run, step, body }: StepProps<'build-handoff'>): ReactElement {
  const act = useAct()
  const { result } = body
  return (
    <StepFrame
      run={run}
      onSubmit={() => void act('run.perform', { ...at(run), input: { kind: 'none' } })}
      bar={<PerformBar step={step}>Build the hand-off for {body.domain}</PerformBar>}
    >
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
    </StepFrame>
  )
}
