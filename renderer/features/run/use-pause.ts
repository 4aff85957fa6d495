import { useEffect, useState } from 'react'

import type { RunView } from '../../../shared/ipc/contract/runs.ts'
import type { SentenceView } from '../../../shared/ipc/contract/views.ts'
import { call } from '../../bridge/client.ts'

/** What the log says of the pause: who paused the run, and why. Null until it was read. */
export function usePause({ run, pausedAt }: RunView): SentenceView | null {
  const [pause, setPause] = useState<SentenceView | null>(null)
  useEffect(() => {
    let wanted = true
    void readPause(run, pausedAt).then((sentence) => {
      if (wanted) setPause(sentence)
    })
    return () => {
      wanted = false
    }
  }, [run, pausedAt])
  return pause
}

/** Null when the log cannot be read: the run says so itself. No run has 500 pauses. */
async function readPause(run: string, pausedAt: string | null): Promise<SentenceView | null> {
  try {
    const { rows } = await call('log.rows', { filter: { run, kind: 'run-paused' }, offset: 0, limit: 500 })
    const sentences = rows.flatMap((row) => (row.row === 'entry' ? [row.sentence] : []))
    return sentences.find(({ time }) => time === pausedAt) ?? null
  } catch {
    return null
  }
}
