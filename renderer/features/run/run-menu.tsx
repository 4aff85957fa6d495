import { Ellipsis } from 'lucide-react'
import { type ReactElement, useContext, useState } from 'react'
import { OverlayTriggerStateContext } from 'react-aria-components'

import type { RunView } from '../../../shared/ipc/contract/runs.ts'
import { Button } from '../../ui/button.tsx'
import { Popover } from '../../ui/popover.tsx'
import { AbortDialog } from './abort-dialog.tsx'
import styles from './run-header.module.css'

/** What is rarely wanted, and never by accident. */
export function RunMenu({ run }: { readonly run: RunView }): ReactElement {
  const [isAborting, setAborting] = useState(false)
  return (
    <>
      <Popover
        label="More about this run"
        trigger={
          <Button icon={Ellipsis} size="small" variant="quiet">
            More
          </Button>
        }
      >
        <AbortEntry onAbort={() => setAborting(true)} />
      </Popover>
      <AbortDialog run={run} isOpen={isAborting} onClose={() => setAborting(false)} />
    </>
  )
}

/** Inside the popover, which it closes behind itself. */
function AbortEntry({ onAbort }: { readonly onAbort: () => void }): ReactElement {
  const popover = useContext(OverlayTriggerStateContext)
  return (
    <div className={styles['menu']}>
      <p>What is done stays in the log. An aborted run cannot be opened again.</p>
      <Button
        variant="danger"
        size="small"
        onPress={() => {
          popover?.close()
          onAbort()
        }}
      >
        Abort this run …
      </Button>
    </div>
  )
}
