import type { ReactElement } from 'react'

import { DigestBlock } from '../../../ui/digest-block.tsx'
import { Section } from '../../../ui/section.tsx'
import { FindingRows } from '../finding-rows.tsx'
import { PerformStep } from '../perform-step.tsx'
import type { StepProps } from '../step-props.ts'
import styles from './steps.module.css'

/** What the system says of itself; nobody is asked. */
export function CheckAirGapStep({ run, step, body }: StepProps<'check-air-gap'>): ReactElement {
  const { result, matters } = body
  const findings = result?.findings ?? body.current
  const open = findings.filter(({ severity }) => severity === 'open' || severity === 'unknown').length
  return (
    <PerformStep
      run={run}
      step={step}
      button="Read this computer now and record it"
      note={matters && open > 0 ? 'People decide about what is open.' : undefined}
    >
      {!matters && <p className={styles['hint']}>Practice: what is open here is recorded, and is no exception.</p>}
      <Section
        title={
          open === 0
            ? 'Nothing is open'
            : `${open} of ${findings.length} facts ${open === 1 ? 'is' : 'are'} not as they should be`
        }
        note={result === null ? 'as read a moment ago' : 'as recorded'}
      >
        <FindingRows label="Facts of this computer" findings={findings} quiet={!matters} />
        {result !== null && result.omitted > 0 && <p>{result.omitted} more are in the file of facts.</p>}
      </Section>
      {result !== null && <DigestBlock title="SHA-256 of all facts" digest={result.facts} />}
    </PerformStep>
  )
}
