import type { ReactElement } from 'react'

import { DigestBlock } from '../../../ui/digest-block.tsx'
import { PerformBar } from '../perform-bar.tsx'
import { useAct } from '../run-context.ts'
import { StepFrame } from '../step-frame.tsx'
import { at, type StepProps } from '../step-props.ts'
import styles from './steps.module.css'

/** Something that people establish among themselves and the console only records. */
export function ConfirmStep({ run, step, body }: StepProps<'confirm'>): ReactElement {
  const act = useAct()
  return (
    <StepFrame
      run={run}
      onSubmit={() => void act('run.perform', { ...at(run), input: { kind: 'none' } })}
      bar={<PerformBar step={step}>Record that this is so</PerformBar>}
    >
      <blockquote className={styles['statement']}>{body.statement}</blockquote>
      {body.digest !== null && <DigestBlock title={body.digestOf ?? 'SHA-256'} digest={body.digest} />}
    </StepFrame>
  )
}
