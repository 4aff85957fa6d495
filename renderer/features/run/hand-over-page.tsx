import type { ReactElement } from 'react'

import type { RunView } from '../../../shared/ipc/contract/runs.ts'
import { Button } from '../../ui/button.tsx'
import type { HandOver } from './hand-over.ts'
import styles from './hand-over-page.module.css'
import { useRunDesk } from './run-context.ts'

export interface HandOverPageProps {
  readonly run: RunView
  readonly handOver: HandOver
}

/** Between two people: nothing of the one before is left on the screen, and the next one begins with one key. */
export function HandOverPage({ run, handOver }: HandOverPageProps): ReactElement {
  const takeOver = useRunDesk((desk) => desk.takeOver)
  const announcement = useRunDesk((desk) => desk.announcement)
  const { to, missing } = handOver
  const [first, second, ...more] = to
  const next = first === undefined || more.length > 0 ? 'the next person' : [first, second].filter(Boolean).join(' or ')
  return (
    <section className={styles['page']} aria-label="Hand-over">
      <div>
        <output>{announcement}</output>
        <h1>Hand the console to {next}</h1>
        <p>
          {missing !== null && `The script needs ${missing} in the room. `}
          {more.length > 0 && `Any of ${to.join(', ')}. `}
          Next is step {run.step.number}: {run.step.title}.
        </p>
        <Button variant="primary" size="large" autoFocus onPress={takeOver}>
          Continue
        </Button>
      </div>
    </section>
  )
}
