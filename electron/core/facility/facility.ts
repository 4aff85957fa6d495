import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { fail } from '../../../shared/failure.ts'
import { applyEntry, type FacilityState } from '../../../shared/facility/state.ts'
import type { EntryData, EntryKind, EntryOf } from '../../../shared/ledger/entries.ts'
import type { Policy } from '../../../shared/people/policy.ts'
import { type Clock, toInstant } from '../clock.ts'
import { LedgerStore } from '../ledger/store.ts'
import { type LogSigner, openLogKey } from '../ledger/signer.ts'
import { ArtifactStore } from './artifacts.ts'
import { checkpointHead } from './checkpoints.ts'
import { draftEntry, type EntryContext, toLogEntry } from './entry-draft.ts'
import { type FacilityLayout, facilityLayout } from './layout.ts'
import { loadPlan } from './load-plan.ts'
import { acquireFacilityLock, type FacilityLock } from './lock.ts'
import { replay } from './replay.ts'

/**
 * What an HSM answered is written whatever the clock says, at the earliest with the time of the entry before it: refused, it
 * would be lost.
 */
const SETTLING: ReadonlySet<EntryKind> = new Set(['effect-recorded', 'outcome-lost', 'step-failed'])

/**
 * An open facility: the log, what it replays to, and the artifacts. Holds the facility's lock. Everything is written
 * through `append`, which is durable before it returns and before any reader sees the new state.
 */
export class Facility {
  readonly layout: FacilityLayout
  readonly store: LedgerStore
  readonly artifacts: ArtifactStore
  readonly state: FacilityState
  readonly clock: Clock
  readonly #signer: LogSigner
  readonly #lock: FacilityLock
  readonly #listeners = new Set<() => void>()

  private constructor(
    layout: FacilityLayout,
    store: LedgerStore,
    state: FacilityState,
    clock: Clock,
    signer: LogSigner,
    lock: FacilityLock,
  ) {
    this.layout = layout
    this.store = store
    this.artifacts = new ArtifactStore(layout.artifacts)
    this.state = state
    this.clock = clock
    this.#signer = signer
    this.#lock = lock
  }

  /** Throws facility-not-found, facility-in-use, facility-damaged, log-inconsistent. */
  static open(directory: string, clock: Clock): Facility {
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
        const state = replay(store, artifacts)
        return new Facility(layout, store, state, clock, openOwnLogKey(layout, state), lock)
      } catch (error) {
        store.close()
        throw error
      }
    } catch (error) {
      lock.release()
      throw error
    }
  }

  /** Durable when it returns. */
  append<K extends EntryKind>(kind: K, data: EntryData<K>, context: EntryContext = {}): EntryOf<K> {
    const now = SETTLING.has(kind) ? Math.max(this.clock.now(), Date.parse(this.state.lastTime)) : this.#now()
    const stored = this.store.append(draftEntry(kind, data, toInstant(now), context))
    const entry = toLogEntry(stored.envelope)
    applyEntry(this.state, entry, (digest) => loadPlan(this.artifacts, digest))
    this.#changed()
    return entry as EntryOf<K>
  }

  #now(): number {
    const now = this.clock.now()
    const last = Date.parse(this.state.lastTime)
    if (now >= last) return now
    throw fail(
      'clock-behind',
      `The clock of this computer says ${toInstant(now)}, but the last log entry was written at ${this.state.lastTime}.`,
      {
        remedy: 'Set the clock right, compare it with a reference, and go on. Nothing was written.',
      },
    )
  }

  /** Signs the head of the log and keeps the note. Done at openings, act boundaries and closings. */
  checkpoint(): { size: number; root: Uint8Array; note: string } {
    const made = checkpointHead(this.store, this.#signer)
    this.#changed()
    return made
  }

  /** So that a closed facility has no entry behind its last checkpoint, where a cut would not show. */
  checkpointIfGrown(): void {
    const last = this.store.checkpoints().at(-1)
    if (last === undefined || last.size < this.store.size) this.checkpoint()
  }

  get policy(): Policy {
    const { policy } = this.state
    if (policy === null) throw fail('log-inconsistent', 'The facility has no policy.')
    return policy
  }

  /** Called after each change; returns its removal. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #changed(): void {
    for (const listener of this.#listeners) listener()
  }

  close(): void {
    this.#listeners.clear()
    this.store.close()
    this.#lock.release()
  }
}

/** With any other key, the next checkpoint would make the whole log unverifiable. */
function openOwnLogKey(layout: FacilityLayout, { founded }: FacilityState): LogSigner {
  const signer = openLogKey(layout.logKey)
  if (signer.vkey === founded.logKey) return signer
  throw fail('credential-damaged', 'log-key.json is not the key of this log.', {
    remedy: 'Restore log-key.json from a backup of this facility.',
  })
}
