import { Presentation, TriangleAlert } from 'lucide-react'
import { type ReactElement, useState } from 'react'

import type { RunView } from '../../../shared/ipc/contract/runs.ts'
import { navigate } from '../../route.ts'
import { Bitting } from '../../ui/bitting.tsx'
import { Button } from '../../ui/button.tsx'
import { groupHex } from '../../ui/digest.ts'
import { State } from '../../ui/state.tsx'
import { ElapsedTime } from './elapsed-time.tsx'
import { ExceptionDialog } from './exception-dialog.tsx'
import { PapersButton } from './papers-button.tsx'
import styles from './run-header.module.css'
import { endDecision, openException } from './held.ts'
import { RunMenu } from './run-menu.tsx'

/** What runs, under which plan, how it stands and for how long. */
export function RunHeader({ run }: { readonly run: RunView }): ReactElement {
  const [isRecording, setRecording] = useState(false)
  return (
    <div className={styles['header']}>
      <b className={styles['title']} title={run.title}>
        {run.title}
      </b>
      <span className={styles['plan']} title={`Plan ${groupHex(run.plan.hex)}`}>
        plan
        <Bitting digest={run.plan.hex} width={92} height={12} />
        <code>{groupHex(run.plan.hex, 8)}</code>
      </span>
      <RunState run={run} />
      <span className={styles['end']}>
        {run.status === 'open' ? (
          <>
            <ElapsedTime since={run.openedAt} />
            {run.paused === null && endDecision(run) === undefined && (
              <Button icon={TriangleAlert} size="small" onPress={() => setRecording(true)}>
                Record an exception
              </Button>
            )}
            <Button
              icon={Presentation}
              size="small"
              keys="F9"
              onPress={() => navigate('ceremonies', 'run', run.run, 'presenter')}
            >
              Presenter
            </Button>
            <RunMenu run={run} />
          </>
        ) : (
          <>
            <span>
              {run.openedAt.slice(0, 16).replace('T', ' ')}Z to {(run.closedAt ?? '').slice(11, 16)}Z
            </span>
            <PapersButton run={run}>Papers …</PapersButton>
          </>
        )}
      </span>
      {run.status === 'open' && <ExceptionDialog run={run} isOpen={isRecording} onClose={() => setRecording(false)} />}
    </div>
  )
}

function RunState({ run }: { readonly run: RunView }): ReactElement {
  if (run.status === 'closed') return <State tone="ok">Closed, every step done</State>
  if (run.status === 'aborted') return <State tone="danger">Aborted</State>
  const open = openException(run)
  if (open !== undefined) return <State tone="attention">Exception {open.number}, not decided</State>
  if (endDecision(run) !== undefined) return <State tone="danger">Ends by decision</State>
  if (run.paused !== null) return <State tone="partial">{run.practice ? 'Rehearsal, paused' : 'Paused'}</State>
  return <State tone="waiting">{run.practice ? 'Rehearsal, open' : 'Open'}</State>
}
