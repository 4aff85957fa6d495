import { resolve } from 'node:path'
import { type FacilityState, foundState } from '../../../shared/facility/state.ts'
import type { LogEntry } from '../../../shared/ledger/entries.ts'
import type { StoredCheckpoint } from '../ledger/read-tables.ts'
import type { ArtifactShelf } from '../facility/artifacts.ts'
import { foldLog } from '../facility/fold-log.ts'
import { openSnapshot } from './snapshot.ts'

export interface ReadFacility {
  readonly root: string
  readonly state: FacilityState
  readonly checkpoints: readonly StoredCheckpoint[]
  readonly artifacts: ArtifactShelf
}

/**
 * What a facility replays to, without touching it. `visit` sees each entry and the state after it. Nothing is verified.
 * Throws facility-not-found, facility-damaged, facility-in-use, log-inconsistent.
 */
export function readFacility(
  directory: string,
  visit: (entry: LogEntry, state: FacilityState) => void = () => undefined,
): ReadFacility {
  const root = resolve(directory)
  const snapshot = openSnapshot(root)
  const { store, artifacts } = snapshot
  try {
    let last: FacilityState | null = null
    for (const { entry, state } of foldLog(store, artifacts)) {
      visit(entry, state)
      last = state
    }
    return { root, state: last ?? foundState(undefined), checkpoints: store.checkpoints(), artifacts }
  } finally {
    snapshot.close()
  }
}
