import { type FacilityState, foundState } from '../../../shared/facility/state.ts'
import { OperationError } from '../../../shared/failure.ts'
import type { ArtifactReader } from '../facility/artifacts.ts'
import { foldLog } from '../facility/fold-log.ts'
import type { LedgerReader } from '../ledger/reader.ts'

/** What a log replays to, as far as it does: an auditor looks at damaged ones too. Throws when not even entry 0 can be read. */
export function replayState(store: LedgerReader, artifacts: ArtifactReader): FacilityState {
  let last: FacilityState | null = null
  try {
    for (const { state } of foldLog(store, artifacts)) last = state
  } catch (error) {
    if (!(error instanceof OperationError) || last === null) throw error
  }
  return last ?? foundState(undefined)
}
