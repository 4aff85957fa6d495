import { applyEntry, type FacilityState, foundState } from '../../../shared/facility/state.ts'
import { OperationError } from '../../../shared/failure.ts'
import { toLogEntry } from '../facility/entry-draft.ts'
import type { ArtifactReader } from '../facility/artifacts.ts'
import { planLoader } from '../facility/load-plan.ts'
import { SettledRuns } from '../facility/settled-runs.ts'
import type { LedgerReader } from '../ledger/reader.ts'

/** What a log replays to, as far as it does: an auditor looks at damaged ones too. Throws when not even entry 0 can be read. */
export function replayState(store: LedgerReader, artifacts: ArtifactReader): FacilityState {
  let state: FacilityState | null = null
  const load = planLoader(artifacts)
  const settled = new SettledRuns()
  try {
    for (const { envelope } of store.read()) {
      const entry = toLogEntry(envelope)
      if (state === null) state = foundState(entry)
      else applyEntry(state, entry, load)
      settled.after(entry, state)
    }
  } catch (error) {
    if (!(error instanceof OperationError) || state === null) throw error
  }
  return state ?? foundState(undefined)
}
