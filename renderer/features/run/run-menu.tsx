import { Ellipsis, TriangleAlert } from 'lucide-react'
import { type ReactElement, useContext, useState } from 'react'
import { OverlayTriggerStateContext } from 'react-aria-components'

import type { RunView } from '../../../shared/ipc/contract/runs.ts'
import { Button } from '../../ui/button.tsx'
import { Popover } from '../../ui/popover.tsx'
import { AbortDialog } from './abort-dialog.tsx'
import { endDecision } from './held.ts'
import { PapersDialog } from './papers-dialog.tsx'
import { ComeDialog, LeaveDialog, PauseDialog } from './room-dialogs.tsx'
import styles from './run-header.module.css'

export interface RunMenuProps {
  readonly run: RunView
  /** Where the head has no room for it: something is not as it should be. */
  readonly onException?: (() => void) | undefined
}

/** What is rarely wanted, and never by accident. */
export function RunMenu({ run, onException }: RunMenuProps): ReactElement {
  const [open, setOpen] = useState<Entry | null>(null)
  const close = (): void => setOpen(null)
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
        <Entries run={run} onOpen={setOpen} onException={onException} />
      </Popover>
      <PapersDialog run={run} isOpen={open === 'papers'} onClose={close} />
      <AbortDialog run={run} isOpen={open === 'abort'} onClose={close} />
      <PauseDialog run={run} isOpen={open === 'pause'} onClose={close} />
      <LeaveDialog run={run} isOpen={open === 'leave'} onClose={close} />
      <ComeDialog run={run} isOpen={open === 'come'} onClose={close} />
    </>
  )
}

type Entry = 'papers' | 'abort' | 'pause' | 'leave' | 'come'

/** Inside the popover, which it closes behind itself. */
function Entries({
  run,
  onOpen,
  onException,
}: RunMenuProps & { readonly onOpen: (entry: Entry) => void }): ReactElement {
  const popover = useContext(OverlayTriggerStateContext)
  const choose = (entry: Entry) => () => {
    popover?.close()
    onOpen(entry)
  }
  const inRoom = run.people.length > 0 && run.paused === null && endDecision(run) === undefined
  return (
    <div className={styles['menu']}>
      {onException !== undefined && (
        <Button
          icon={TriangleAlert}
          size="small"
          onPress={() => {
            popover?.close()
            onException()
          }}
        >
          Record an exception …
        </Button>
      )}
      {inRoom && (
        <>
          <Button size="small" onPress={choose('come')}>
            Somebody comes …
          </Button>
          <Button size="small" onPress={choose('leave')}>
            Somebody leaves …
          </Button>
          <Button size="small" onPress={choose('pause')}>
            Pause this run …
          </Button>
        </>
      )}
      <Button size="small" onPress={choose('papers')}>
        Papers of this run …
      </Button>
      <p>What is done stays in the log. An aborted run cannot be opened again.</p>
      <Button variant="danger" size="small" onPress={choose('abort')}>
        Abort this run …
      </Button>
    </div>
  )
}
