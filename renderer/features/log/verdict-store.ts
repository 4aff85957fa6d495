import { create } from 'zustand'

import { type Failure, toFailure } from '../../../shared/failure.ts'
import type { VerdictView } from '../../../shared/ipc/contract/log.ts'
import { call } from '../../bridge/client.ts'

interface VerdictStore {
  /** The facility that was verified: a verdict says nothing about another one. */
  readonly facility: string | null
  readonly verdict: VerdictView | null
  readonly failure: Failure | null
  readonly verifying: boolean
}

/** Kept while other screens are shown: a verification may take minutes. */
export const useVerdict = create<VerdictStore>(() => ({
  facility: null,
  verdict: null,
  failure: null,
  verifying: false,
}))

export async function verifyLog(facility: string): Promise<void> {
  if (useVerdict.getState().verifying) return
  useVerdict.setState({ facility, verifying: true, failure: null })
  try {
    useVerdict.setState({ verdict: await call('log.verify', {}), verifying: false })
  } catch (error) {
    useVerdict.setState({ verdict: null, failure: toFailure(error), verifying: false })
  }
}
