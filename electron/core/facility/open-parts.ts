import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { fail, OperationError } from '../../../shared/failure.ts'
import { type FacilityState, foundState } from '../../../shared/facility/state.ts'
import type { EntryData } from '../../../shared/ledger/entries.ts'
import { type LogSigner, openLogKey } from '../ledger/signer.ts'
import { LedgerStore } from '../ledger/store.ts'
import { ArtifactStore } from './artifacts.ts'
import { toLogEntry } from './entry-draft.ts'
import { assertContinuesSaved, assertContinuesSeen } from './forks.ts'
import { type FacilityLayout, facilityLayout } from './layout.ts'
import { acquireFacilityLock, type FacilityLock } from './lock.ts'
import { readSavedState, type SavedState } from './saved-state.ts'
import type { SeenFacilities } from './seen-facilities.ts'

/** What a facility consists of, before anybody knows what its log says. */
export interface OpenParts {
  readonly layout: FacilityLayout
  readonly store: LedgerStore
  readonly artifacts: ArtifactStore
  readonly lock: FacilityLock
  readonly memory: SeenFacilities | null
  readonly saved: SavedState | null
}

/**
 * Locks the facility, opens its log for writing, and compares it with what it held when it was last closed and with what this
 * machine has seen of it. Throws facility-not-found, facility-in-use, facility-damaged, log-inconsistent, log-forked.
 */
export function openParts(directory: string, memory: SeenFacilities | null): OpenParts {
  const layout = facilityLayout(resolve(directory))
  if (!existsSync(layout.ledger)) {
    throw fail('facility-not-found', `There is no facility in ${layout.root}.`, {
      remedy: 'Choose the folder that holds ledger.db.',
    })
  }
  const lock = acquireFacilityLock(layout.root)
  try {
    const store = LedgerStore.open(layout.ledger)
    try {
      const artifacts = new ArtifactStore(layout.artifacts)
      artifacts.clearIncoming()
      const founded = foundingOf(store)
      const saved = founded === null ? null : readSavedState(layout.savedState, founded.logKey)
      if (saved !== null) assertContinuesSaved(store, saved)
      if (founded !== null && memory !== null) assertContinuesSeen(store, founded.origin, memory)
      return { layout, store, artifacts, lock, memory, saved }
    } catch (error) {
      store.close()
      throw error
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

/** Not believed: the replay begins with this entry, and says what is wrong with it. */
function foundingOf(store: LedgerStore): EntryData<'facility-founded'> | null {
  try {
    return foundState(toLogEntry(store.entry(0).envelope)).founded
  } catch (error) {
    if (!(error instanceof OperationError)) throw error
    return null
  }
}

/** With any other key, the next checkpoint would make the whole log unverifiable. */
export function openOwnLogKey(layout: FacilityLayout, { founded }: FacilityState): LogSigner {
  const signer = openLogKey(layout.logKey)
  if (signer.vkey === founded.logKey) return signer
  throw fail('credential-damaged', 'log-key.json is not the key of this log.', {
    remedy: 'Restore log-key.json from a backup of this facility.',
  })
}
