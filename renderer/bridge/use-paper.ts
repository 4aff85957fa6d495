import { useState } from 'react'

import { type Failure, toFailure } from '../../shared/failure.ts'
import type { PageSize } from '../../shared/ipc/contract/host.ts'
import type { PaperRequest } from '../../shared/ipc/contract/papers.ts'
import { call } from './client.ts'

export interface PaperWork {
  /** What is under way. */
  readonly working: 'save' | 'print' | null
  readonly saved: { readonly path: string; readonly sha256: string } | null
  /** The printer took it. */
  readonly printed: boolean
  readonly failure: Failure | null
  readonly save: (paper: PaperRequest, pageSize: PageSize) => void
  readonly print: (paper: PaperRequest, pageSize: PageSize) => void
  /** Before another paper: what became of the last one is not of this one. */
  readonly forget: () => void
}

const NOTHING = { saved: null, printed: false, failure: null }

/** Core makes a paper, the shell asks where it goes and writes or prints it. */
export function usePaper(): PaperWork {
  const [working, setWorking] = useState<PaperWork['working']>(null)
  const [outcome, setOutcome] = useState<Pick<PaperWork, 'saved' | 'printed' | 'failure'>>(NOTHING)

  async function work(kind: 'save' | 'print', paper: PaperRequest, pageSize: PageSize): Promise<void> {
    setWorking(kind)
    setOutcome(NOTHING)
    try {
      if (kind === 'save') {
        const { saved } = await call('host.save-paper', { paper, pageSize })
        setOutcome({ ...NOTHING, saved })
      } else {
        const { printed } = await call('host.print-paper', { paper, pageSize })
        setOutcome({ ...NOTHING, printed })
      }
    } catch (error) {
      setOutcome({ ...NOTHING, failure: toFailure(error) })
    } finally {
      setWorking(null)
    }
  }
  return {
    working,
    ...outcome,
    save: (paper, pageSize) => void work('save', paper, pageSize),
    print: (paper, pageSize) => void work('print', paper, pageSize),
    forget: () => setOutcome(NOTHING),
  }
}
