import type { ReactElement, ReactNode } from 'react'

import type { StepView } from '../../../shared/ipc/contract/steps.ts'
import { CAN_STOP } from '../../../shared/procedure/can-stop.ts'
import { call } from '../../bridge/client.ts'
import { ActionBar } from '../../ui/action-bar.tsx'
import { Button, LinkButton } from '../../ui/button.tsx'
import { useIsWorking, useRunDesk } from './run-context.ts'
import { useTermsLock } from './step-times.ts'
import { WorkingWords } from './working-words.tsx'

export interface PerformBarProps {
  readonly step: StepView
  /** The whole act. */
  readonly children: ReactNode
  readonly note?: ReactNode
  /** What has to be there before. */
  readonly locked?: string | undefined
}

/** The bar of a step that the console does: one button, which submits the form of the step. */
export function PerformBar({ step, children, note, locked }: PerformBarProps): ReactElement {
  const working = useIsWorking()
  const run = useRunDesk((desk) => desk.view?.run ?? '')
  const stop = (): void => {
    // Refused only where it ended in the meantime: the screen says how.
    call('run.stop-work', { run, step: step.id }).catch(() => undefined)
  }
  const early = useTermsLock(step)
  const again = step.status === 'failed' ? 'Tries again what did not work.' : note
  return (
    <ActionBar
      writes={working ? <WorkingWords /> : step.writes}
      spares={
        working ? (
          <>
            The rest of the screen can be used.{' '}
            {CAN_STOP.has(step.body.kind) && <LinkButton onPress={stop}>Stop it here</LinkButton>}
          </>
        ) : (
          step.doesNot
        )
      }
    >
      <Button variant="primary" size="tall" type="submit" isPending={working} locked={early ?? locked} note={again}>
        {children}
      </Button>
    </ActionBar>
  )
}
