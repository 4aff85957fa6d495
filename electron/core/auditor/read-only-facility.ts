import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { equalBytes } from '../../../shared/bytes.ts'
import { fail, OperationError } from '../../../shared/failure.ts'
import { type FacilityState, foundState } from '../../../shared/facility/state.ts'
import type { Clock } from '../clock.ts'
import { type ArtifactShelf, ArtifactStore } from '../facility/artifacts.ts'
import { toLogEntry } from '../facility/entry-draft.ts'
import { facilityLayout } from '../facility/layout.ts'
import type { FacilityRecord } from '../facility/record.ts'
import { replay } from '../facility/replay.ts'
import { readSavedState } from '../facility/saved-state.ts'
import { isSettled, openImmutable } from '../ledger/immutable.ts'
import type { LedgerReader } from '../ledger/reader.ts'
import { type FacilitySnapshot, openSnapshot } from '../log/snapshot.ts'
import type { FacilityVerdict } from '../log/verdict.ts'
import { type Examined, examineRecord } from '../log/verify-facility.ts'

export type Progress = (text: string, done: number, total: number) => void

type Parts = Pick<FacilitySnapshot, 'layout' | 'store' | 'artifacts' | 'close'>

/** A verification that is over: what it found, and when (milliseconds since the epoch). */
export interface Examination extends Examined {
  readonly at: number
}

/**
 * A copy of a facility that somebody only looks at, on a medium that may be read-only. There is no lock, no engine and no
 * log key: nothing here could write an entry, sign, or start an HSM. A log that is wrong is shown as far as it goes, for finding
 * that out is what it is opened for.
 */
export class ReadOnlyFacility implements FacilityRecord {
  readonly folder: string
  readonly store: LedgerReader
  readonly artifacts: ArtifactShelf
  readonly #clock: Clock
  readonly #close: () => void
  #state: FacilityState
  #examined: Examination | null = null
  #examining: Promise<FacilityVerdict> | null = null
  #open = true
  #changed: () => void = () => undefined

  private constructor({ layout, store, artifacts, close }: Parts, state: FacilityState, clock: Clock) {
    this.folder = layout.root
    this.store = store
    this.artifacts = artifacts
    this.#clock = clock
    this.#close = close
    this.#state = state
  }

  /**
   * Shows at once what the log key signed at the last closing, where that is there and is of this log; otherwise verifies the
   * whole log first. Throws facility-not-found, facility-damaged for what is no log at all, facility-in-use.
   */
  static async open(directory: string, clock: Clock, progress: Progress): Promise<ReadOnlyFacility> {
    const parts = openParts(resolve(directory))
    try {
      const saved = stateToLookAt(parts)
      const facility = new ReadOnlyFacility(parts, saved ?? unread(parts.store), clock)
      if (saved === null) {
        const { size } = parts.store
        await facility.verify((done) => {
          progress('Verifying the log', done, size)
        })
      }
      return facility
    } catch (error) {
      parts.close()
      throw error
    }
  }

  get state(): FacilityState {
    return this.#state
  }

  /** Called when a verification is over. */
  onExamined(listener: () => void): void {
    this.#changed = listener
  }

  /** Null while only the log key speaks for what is shown. */
  get examined(): Examination | null {
    return this.#examined
  }

  /** Everything, from the first byte; a second call during one shares it. */
  verify(progress: (done: number) => void = () => undefined): Promise<FacilityVerdict> {
    this.#examining ??= this.#examine(progress).finally(() => {
      this.#examining = null
    })
    return this.#examining
  }

  async #examine(progress: (done: number) => void): Promise<FacilityVerdict> {
    const { verdict, state } = await examineRecord(this.store.source(), this.artifacts, {
      progress: (done) => {
        if (!this.#open) throw fail('facility-not-open', 'The copy was closed.')
        progress(done)
      },
    })
    this.#state = state ?? this.#state
    this.#examined = { verdict, state, at: this.#clock.now() }
    this.#changed()
    return verdict
  }

  /** Where its files lie. */
  get artifactFolder(): string {
    return facilityLayout(this.folder).artifacts
  }

  close(): void {
    this.#open = false
    this.#close()
  }
}

/** Without touching the folder: a log that was not closed, or is in use, is copied together with its newest part. */
function openParts(directory: string): Parts {
  const layout = facilityLayout(directory)
  if (!existsSync(layout.ledger)) {
    throw fail('facility-not-found', `There is no facility in ${layout.root}.`, {
      remedy: 'Choose the folder that holds ledger.db.',
    })
  }
  if (!isSettled(layout.ledger)) return openSnapshot(directory)
  const store = openImmutable(layout.ledger)
  return {
    layout,
    store,
    artifacts: new ArtifactStore(layout.artifacts),
    close: () => {
      store.close()
    },
  }
}

/** What was saved at the last closing and what came after it; null when there is none, or none of this log. */
function stateToLookAt({ layout, store, artifacts }: Parts): FacilityState | null {
  try {
    const saved = readSavedState(layout.savedState, unread(store).founded.logKey)
    if (saved === null || saved.size > store.size || !equalBytes(store.rootAt(saved.size), saved.root)) return null
    const state = saved.read?.() ?? null
    if (state === null) return null
    const replaying = replay(store, artifacts, state)
    for (;;) {
      const { done, value } = replaying.next()
      if (done === true) return value
    }
  } catch (error) {
    if (!(error instanceof OperationError)) throw error
    return null
  }
}

/** What the first entry says of itself. Throws log-inconsistent, facility-damaged. */
function unread(store: LedgerReader): FacilityState {
  return foundState(toLogEntry(store.entry(0).envelope))
}
