import type { ReactElement } from 'react'

import type { RunView } from '../../../shared/ipc/contract/runs.ts'
import { ActionBar } from '../../ui/action-bar.tsx'
import { Button } from '../../ui/button.tsx'
import { useAct, useIsWorking } from './run-context.ts'
import { at } from './step-props.ts'

/** The effect is in the log; only the end of the step is missing. */
export function RecordedBar({ run }: { readonly run: RunView }): ReactElement {
  const act = useAct()
  const working = useIsWorking()
  return (
    <ActionBar writes="Writes that the step is done." spares="The HSM is not asked again.">
      <Button
        variant="primary"
        size="tall"
        isPending={working}
        onPress={() => void act('run.perform', { ...at(run), input: { kind: 'none' } })}
      >
        Finish from the log
      </Button>
    </ActionBar>
  )
}
