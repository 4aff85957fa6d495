import type { ReactElement } from 'react'

import { DigestBlock } from '../../../ui/digest-block.tsx'
import { PerformStep } from '../perform-step.tsx'
import type { StepProps } from '../step-props.ts'
import styles from './steps.module.css'

/** Something that people establish among themselves and the console only records. */
export function ConfirmStep({ run, step, body }: StepProps<'confirm'>): ReactElement {
  return (
    <PerformStep run={run} step={step} button="Record that this is so">
      <blockquote className={styles['statement']}>{body.statement}</blockquote>
      {body.digest !== null && <DigestBlock title={body.digestOf ?? 'SHA-256'} digest={body.digest} />}
    </PerformStep>
  )
}
