import type { ReactElement } from 'react'

import type { RunView } from '../../../shared/ipc/contract/runs.ts'
import { navigate } from '../../route.ts'
import { ActionBar } from '../../ui/action-bar.tsx'
import { Button } from '../../ui/button.tsx'
import { useRunDesk } from './run-context.ts'
import { areaOf } from './run-place.ts'

/** Under a step that is only looked at. */
export function PastBar({ run }: { readonly run: RunView }): ReactElement {
  const show = useRunDesk((desk) => desk.show)
  const { step } = run
  const writes =
    step.doneAt === null
      ? 'This step was not done.'
      : `Done ${step.doneAt.slice(0, 10)} at ${step.doneAt.slice(11, 19)}Z.`
  if (run.status !== 'open') {
    return (
      <ActionBar writes={writes} spares={run.status === 'closed' ? 'The run is closed.' : 'The run was aborted.'}>
        <Button variant="primary" size="tall" onPress={() => navigate(areaOf(run))}>
          Back to the {areaOf(run)}
        </Button>
      </ActionBar>
    )
  }
  return (
    <ActionBar writes={writes} spares="It stands in the log and cannot be changed.">
      <Button variant="primary" size="tall" onPress={() => show(null)}>
        Go to the current step
      </Button>
    </ActionBar>
  )
}
