import { applyEntry, type FacilityState, foundState } from '../../../shared/facility/state.ts'
import type { LogEntry } from '../../../shared/ledger/entries.ts'
import type { LedgerReader } from '../ledger/reader.ts'
import type { ArtifactReader } from './artifacts.ts'
import { toLogEntry } from './entry-draft.ts'
import { planLoader } from './load-plan.ts'
import { SettledRuns } from './settled-runs.ts'

/** Each entry, and the state after it. Nothing is verified. Throws log-inconsistent at an entry that cannot follow. */
export function* foldLog(
  store: LedgerReader,
  artifacts: ArtifactReader,
): Generator<{ readonly entry: LogEntry; readonly state: FacilityState }> {
  let state: FacilityState | null = null
  const load = planLoader(artifacts)
  const settled = new SettledRuns()
  for (const { envelope } of store.read()) {
    const entry = toLogEntry(envelope)
    if (state === null) state = foundState(entry)
    else applyEntry(state, entry, load)
    settled.after(entry, state)
    yield { entry, state }
  }
}
