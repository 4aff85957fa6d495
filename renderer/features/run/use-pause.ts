import { useEffect, useState } from 'react'

import type { RunView } from '../../../shared/ipc/contract/runs.ts'
import type { SentenceView } from '../../../shared/ipc/contract/views.ts'
import { call } from '../../bridge/client.ts'

/** What the log says of the pause: who paused the run, and why. Null until it was read. */
export function usePause({ run, pausedAt }: RunView): SentenceView | null {
  const [pause, setPause] = useState<SentenceView | null>(null)
  useEffect(() => {
    let wanted = true
    void readPause(run).then((sentence) => {
      if (wanted) setPause(sentence)
    })
    return () => {
      wanted = false
    }
  }, [run, pausedAt])
  return pause
}

/** The last one. A run has no 500 pauses; when the log cannot be read, the run says so itself. */
async function readPause(run: string): Promise<SentenceView | null> {
  try {
    const { rows } = await call('log.rows', { filter: { run, kind: 'run-paused' }, offset: 0, limit: 500 })
    const last = rows.findLast((row) => row.row === 'entry')
    return last?.row === 'entry' ? last.sentence : null
  } catch {
    return null
  }
}
