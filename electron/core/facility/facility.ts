import { readSums } from '../../../shared/evidence/sums.ts'
import { fail } from '../../../shared/failure.ts'
import { openRuns } from '../../../shared/facility/open-runs.ts'
import { applyEntry, type FacilityState } from '../../../shared/facility/state.ts'
import type { EntryData, EntryKind, EntryOf } from '../../../shared/ledger/entries.ts'
import type { Policy } from '../../../shared/people/policy.ts'
import { isSignedInTime } from '../../../shared/procedure/statement-time.ts'
import { type Clock, toInstant } from '../clock.ts'
import type { LedgerStore } from '../ledger/store.ts'
import type { LogSigner } from '../ledger/signer.ts'
import type { ArtifactStore } from './artifacts.ts'
import { checkpointHead } from './checkpoints.ts'
import { draftEntry, type EntryContext, toLogEntry } from './entry-draft.ts'
import type { FacilityLayout } from './layout.ts'
import { loadPlan } from './load-plan.ts'
import type { FacilityLock } from './lock.ts'
import { openOwnLogKey, openParts, type OpenParts } from './open-parts.ts'
import { replay } from './replay.ts'
import { saveState } from './saved-state.ts'
import type { SeenFacilities } from './seen-facilities.ts'
import { type Replaying, Verification } from './verification.ts'

/**
 * What an HSM answered is written whatever the clock says, at the earliest with the time of the entry before it: refused, it
 * would be lost.
 */
const SETTLING: ReadonlySet<EntryKind> = new Set(['effect-recorded', 'outcome-lost', 'step-failed'])

/** A shorter log is replayed in a moment: nothing is saved of it. */
const LONG = 2_000
/** Entries that are replayed at an opening rather than saved anew. */
const GROWTH = 500

export interface OpenOptions {
  /** What this machine has seen of logs; null where nothing is remembered. */
  readonly memory?: SeenFacilities | null
  /** While a log is replayed of which nothing can be shown yet. */
  readonly progress?: (verification: Verification) => void
}

/**
 * An open facility: the log, what it replays to, and the artifacts. Holds the facility's lock. Everything is written
 * through `append`, which is durable before it returns and before any reader sees the new state.
 */
export class Facility {
  readonly layout: FacilityLayout
  readonly store: LedgerStore
  readonly artifacts: ArtifactStore
  readonly clock: Clock
  /** The replay of the whole log. Until it has passed, `state` is what was saved at the last closing, to be looked at only. */
  readonly verification: Verification
  readonly #signer: LogSigner
  readonly #lock: FacilityLock
  readonly #memory: SeenFacilities | null
  readonly #listeners = new Set<() => void>()
  #state: FacilityState
  #savedSize: number

  private constructor(opened: OpenParts, state: FacilityState, verification: Verification, clock: Clock) {
    this.#signer = openOwnLogKey(opened.layout, state)
    this.layout = opened.layout
    this.store = opened.store
    this.artifacts = opened.artifacts
    this.clock = clock
    this.verification = verification
    this.#lock = opened.lock
    this.#memory = opened.memory
    this.#state = state
    // What another version saved is no use to this one.
    this.#savedSize = opened.saved !== null && opened.saved.read !== null ? opened.saved.size : 0
  }

  /**
   * Opens a facility whose log was verified from its first entry to its last. Throws facility-not-found, facility-in-use,
   * facility-damaged, log-inconsistent, log-forked, log-from-newer-version.
   */
  static async open(directory: string, clock: Clock, options: OpenOptions = {}): Promise<Facility> {
    const { facility, verified } = await Facility.openEarly(directory, clock, options)
    try {
      await verified
      return facility
    } catch (error) {
      facility.close()
      throw error
    }
  }

  /**
   * Opens a long log with the state that was saved when it was last closed, if there is one that its own key signed: enough to
   * look at. `verified` settles when the whole log was replayed; before that, everything that writes is refused with
   * facility-verifying, and for ever if it fails. Throws what `open` throws.
   */
  static async openEarly(
    directory: string,
    clock: Clock,
    options: OpenOptions = {},
  ): Promise<{ facility: Facility; verified: Promise<void> }> {
    const opened = openParts(directory, options.memory ?? null)
    try {
      const { store, artifacts, saved } = opened
      const verification = new Verification(store.size)
      const early = saved?.read?.() ?? null
      if (early === null) {
        const state = await verification.run(replay(store, artifacts), () => options.progress?.(verification))
        const facility = new Facility(opened, state, verification, clock)
        facility.#remember()
        return { facility, verified: Promise.resolve() }
      }
      const facility = new Facility(opened, finish(replay(store, artifacts, early)), verification, clock)
      const verified = facility.#verify()
      // Whoever waits for it is told; nobody has to, `append` refuses.
      verified.catch(() => undefined)
      return { facility, verified }
    } catch (error) {
      opened.store.close()
      opened.lock.release()
      throw error
    }
  }

  async #verify(): Promise<void> {
    let shown = ''
    const show = (): void => {
      if (this.verification.percent() === shown) return
      shown = this.verification.percent()
      this.#changed()
    }
    this.#state = await this.verification.run(replay(this.store, this.artifacts), show)
    this.#remember()
    this.#changed()
  }

  /** What the log replays to. Read it anew after every wait: it is another object once the log is verified. */
  get state(): FacilityState {
    return this.#state
  }

  /** Before anything is written, or asked of an HSM. Throws facility-verifying, or why the log cannot be relied on. */
  assertVerified(): void {
    this.verification.assertPassed()
  }

  /** Durable when it returns. */
  append<K extends EntryKind>(kind: K, data: EntryData<K>, context: EntryContext = {}): EntryOf<K> {
    this.assertVerified()
    const now = SETTLING.has(kind) ? Math.max(this.clock.now(), Date.parse(this.state.lastTime)) : this.#now()
    this.#assertInTime(kind, data, toInstant(now))
    const stored = this.store.append(draftEntry(kind, data, toInstant(now), context))
    const entry = toLogEntry(stored.envelope)
    applyEntry(this.state, entry, (digest) => loadPlan(this.artifacts, digest))
    this.#changed()
    return entry as EntryOf<K>
  }

  /** The clock was set while somebody signed: written, it would look like a log that was put into another order. */
  #assertInTime<K extends EntryKind>(kind: K, data: EntryData<K>, time: string): void {
    if (isSignedInTime({ kind, data, time }, this.state.lastTime)) return
    throw fail('clock-behind', 'The clock of this computer was set while this was signed. Nothing was written.', {
      remedy: 'Compare the clock with a reference, then sign again.',
    })
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
    this.assertVerified()
    const made = checkpointHead(this.store, this.#signer)
    this.#memory?.remember(this.state.founded.origin, made.size, made.root, toInstant(this.clock.now()))
    // Not inside a run: it takes a tenth of a second, and people wait.
    if (openRuns(this.state).length === 0) this.saveIfGrown()
    this.#changed()
    return made
  }

  /** The log key's signature over a list of digests, for a package of evidence. Nothing else: such a text is no checkpoint. */
  signSums(sums: Uint8Array): Uint8Array {
    readSums(sums)
    return this.#signer.sign(new TextDecoder().decode(sums))
  }

  /** Keeps the state of a long log for the next opening. The whole log is under a checkpoint. */
  saveIfGrown(): void {
    const { size } = this.state
    if (this.verification.passed && size >= LONG && size - this.#savedSize >= GROWTH) this.save()
  }

  /** The same whatever its length. */
  save(): void {
    this.assertVerified()
    saveState(this.layout.savedState, this.state, this.store.head().root, this.#signer)
    this.#savedSize = this.state.size
  }

  #remember(): void {
    const last = this.store.lastCheckpoint()
    if (last === null) return
    const root = this.store.rootAt(last.size)
    this.#memory?.remember(this.state.founded.origin, last.size, root, toInstant(this.clock.now()))
  }

  /** So that a closed facility has no entry behind its last checkpoint, where a cut would not show. */
  checkpointIfGrown(): void {
    const last = this.store.lastCheckpoint()
    if (last === null || last.size < this.store.size) this.checkpoint()
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
    this.verification.stop()
    this.#listeners.clear()
    this.store.close()
    this.#lock.release()
  }
}

function finish(replaying: Replaying): FacilityState {
  for (;;) {
    const { done, value } = replaying.next()
    if (done === true) return value
  }
}
