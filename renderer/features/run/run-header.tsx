import { Presentation, TriangleAlert } from 'lucide-react'
import { type ReactElement, type ReactNode, useState } from 'react'

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
import { areaOf } from './run-place.ts'
import { RunMenu } from './run-menu.tsx'

/** What runs, under which plan, how it stands and for how long. */
export function RunHeader({ run, tabs }: { readonly run: RunView; readonly tabs?: ReactNode }): ReactElement {
  const [isRecording, setRecording] = useState(false)
  const mayRecord = run.paused === null && endDecision(run) === undefined
  return (
    <div className={styles['header']}>
      <b className={styles['title']} title={run.title}>
        {run.title}
      </b>
      {tabs === undefined ? <Plan run={run} /> : null}
      <RunState run={run} />
      {tabs}
      <span className={styles['end']}>
        {run.status === 'open' ? (
          <>
            {tabs === undefined && <ElapsedTime since={run.openedAt} />}
            {tabs === undefined && mayRecord && (
              <Button icon={TriangleAlert} size="small" onPress={() => setRecording(true)}>
                Record an exception
              </Button>
            )}
            <Button
              icon={Presentation}
              size="small"
              {...(tabs === undefined && { keys: 'F9' })}
              onPress={() => navigate(areaOf(run), 'run', run.run, 'presenter')}
            >
              Presenter
            </Button>
            <RunMenu run={run} onException={tabs !== undefined && mayRecord ? () => setRecording(true) : undefined} />
          </>
        ) : (
          <>
            {tabs === undefined && (
              <span>
                {run.openedAt.slice(0, 16).replace('T', ' ')}Z to {(run.closedAt ?? '').slice(11, 16)}Z
              </span>
            )}
            <PapersButton run={run}>Papers …</PapersButton>
          </>
        )}
      </span>
      {run.status === 'open' && <ExceptionDialog run={run} isOpen={isRecording} onClose={() => setRecording(false)} />}
    </div>
  )
}

function Plan({ run }: { readonly run: RunView }): ReactElement {
  return (
    <span className={styles['plan']} title={`Plan ${groupHex(run.plan.hex)}`}>
      plan
      <Bitting digest={run.plan.hex} width={92} height={12} />
      <code>{groupHex(run.plan.hex, 8)}</code>
    </span>
  )
}

function RunState({ run }: { readonly run: RunView }): ReactElement {
  if (run.status === 'closed') return <State tone="ok">Closed, every step done</State>
  if (run.status === 'aborted') return <State tone="danger">Aborted</State>
  const open = openException(run)
  if (open !== undefined) return <State tone="attention">Exception {open.number}, not decided</State>
  if (endDecision(run) !== undefined) return <State tone="danger">Ends by decision</State>
  const kind = kindWord(run)
  if (run.paused !== null) return <State tone="partial">{kind === '' ? 'Paused' : `${kind}, paused`}</State>
  return <State tone="waiting">{kind === '' ? 'Open' : `${kind}, open`}</State>
}

function kindWord({ kind, drill, practice }: RunView): string {
  if (drill) return 'Drill'
  if (!practice) return ''
  return kind === 'playbook' ? 'Practice' : 'Rehearsal'
}
