import type { FacilityState } from '../../../shared/facility/state.ts'
import type { LedgerReader } from '../ledger/reader.ts'
import type { ArtifactShelf } from './artifacts.ts'

/** A facility as it can be read: the log, what it replays to, and the files that it names. Nothing in it writes. */
export interface FacilityRecord {
  readonly store: LedgerReader
  readonly artifacts: ArtifactShelf
  /** Another object once the log is verified: read it anew after every wait. */
  readonly state: FacilityState
}
