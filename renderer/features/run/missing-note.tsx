import { type ReactElement, useState } from 'react'

import type { RunView } from '../../../shared/ipc/contract/runs.ts'
import { Button } from '../../ui/button.tsx'
import { State } from '../../ui/state.tsx'
import notice from './notes.module.css'
import { ComeDialog } from './room-dialogs.tsx'

/** Somebody left whom the script needs. */
export function MissingNote({ run }: { readonly run: RunView }): ReactElement | null {
  const [isComing, setComing] = useState(false)
  if (run.missing === null || run.step.body.kind === 'assemble') return null
  return (
    <div className={notice['missing']}>
      <p>
        <State tone="attention" size="medium">
          The script needs {run.missing} in the room
        </State>
        <br />
        Until they have signed in, the console does no step.
      </p>
      <Button size="small" onPress={() => setComing(true)}>
        Somebody comes …
      </Button>
      <ComeDialog run={run} isOpen={isComing} onClose={() => setComing(false)} />
    </div>
  )
}
