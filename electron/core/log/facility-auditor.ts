import { fail, OperationError, toFailure } from '../../../shared/failure.ts'
import { applyEntry, type FacilityState, foundState, type LoadPlan } from '../../../shared/facility/state.ts'
import type { LogEntry } from '../../../shared/ledger/entries.ts'
import type { Envelope } from '../../../shared/ledger/envelope.ts'
import { formatVkey } from '../../../shared/ledger/vkey.ts'
import type { Person } from '../../../shared/people/person.ts'
import { stepOutputs } from '../../../shared/procedure/outputs.ts'
import { cosignerKey } from '../../../shared/people/cosigner.ts'
import type { ArtifactShelf } from '../facility/artifacts.ts'
import { toLogEntry } from '../facility/entry-draft.ts'
import { planLoader } from '../facility/load-plan.ts'
import { SettledRuns } from '../facility/settled-runs.ts'
import { checkEffect, checkIntent } from './check-effects.ts'
import { checkGiven } from './check-custody.ts'
import { checkDone } from './check-issued.ts'
import { type CheckpointRoots, checkStatements } from './check-statements.ts'
import {
  collectedArtifacts,
  manifestArtifacts,
  sourceArtifacts,
  type NamedArtifact,
  namedArtifacts,
} from './named-artifacts.ts'

export interface FacilityProblem {
  readonly index: number
  readonly code: string
  readonly message: string
}

// A log that is wrong from one entry on may be wrong in a million places. The first ones tell the story.
const MAX_PROBLEMS = 200

/**
 * What the entries mean, entry by entry: they replay, people signed them, nothing was signed without its quorum, and the
 * artifacts are the ones that were recorded. Bytes, tree and checkpoints are the business of shared/ledger/verify.
 */
export class FacilityAuditor {
  readonly #artifacts: ArtifactShelf
  readonly #loadPlan: LoadPlan
  readonly #roots: CheckpointRoots
  readonly #problems: FacilityProblem[] = []
  readonly #settled = new SettledRuns()
  readonly #seen = new Map<string, boolean>()
  #state: FacilityState | null = null
  #next = 0
  #stopped = false

  constructor(artifacts: ArtifactShelf, roots: CheckpointRoots) {
    this.#artifacts = artifacts
    this.#loadPlan = planLoader(artifacts)
    this.#roots = roots
  }

  get problems(): readonly FacilityProblem[] {
    return this.#problems
  }

  /** What the entries replayed to, as far as they did; null when not even the first one was readable. */
  get state(): FacilityState | null {
    return this.#state
  }

  /** Digests that entries name; true where the artifact is whole. */
  get named(): ReadonlyMap<string, boolean> {
    return this.#seen
  }

  /** Takes the next readable entry. Returns the vkeys of cosigners whom it enrols. */
  take(envelope: Envelope): readonly string[] {
    const { index } = envelope
    for (const { sha256, name } of envelope.blobs) this.#rehash(index, { sha256, name })
    const entry = this.#read(envelope)
    if (entry === null) return []
    for (const named of namedArtifacts(entry)) this.#rehash(index, named)
    this.#rehashHandoff(entry)
    this.#rehashEvidence(entry)
    this.#rehashInventory(entry)
    // After a gap, nothing that follows can be judged: the chain check says where the gap is.
    if (index !== this.#next) this.#stopped = true
    this.#next = index + 1
    if (!this.#stopped) this.#replay(entry)
    return this.#cosignersOf(entry)
  }

  #read(envelope: Envelope): LogEntry | null {
    try {
      return toLogEntry(envelope)
    } catch (error) {
      this.#stopped = true
      this.#note(envelope.index, error, '')
      return null
    }
  }

  #replay(entry: LogEntry): void {
    try {
      if (this.#state === null) {
        this.#state = foundState(entry)
        return
      }
      this.#check(entry, this.#state)
      applyEntry(this.#state, entry, this.#loadPlan)
      this.#settled.after(entry, this.#state)
    } catch (error) {
      this.#stopped = true
      this.#note(entry.index, error, '')
    }
  }

  #check(entry: LogEntry, state: FacilityState): void {
    try {
      checkStatements(entry, state, this.#roots)
      if (entry.kind === 'step-intended') checkIntent(entry, state, this.#artifacts)
      if (entry.kind === 'effect-recorded') checkEffect(entry, state, this.#artifacts)
      if (entry.kind === 'share-given') checkGiven(entry, state)
      if (entry.kind === 'step-done') checkDone(entry, state, this.#artifacts)
    } catch (error) {
      this.#note(entry.index, error, `Entry ${String(entry.index)}: `)
    }
  }

  #rehash(index: number, { sha256, name }: NamedArtifact): void {
    if (this.#seen.has(sha256)) return
    try {
      this.#artifacts.check(sha256)
      this.#seen.set(sha256, true)
    } catch (error) {
      this.#seen.set(sha256, false)
      this.#note(index, error, `"${name}" of entry ${String(index)}, ${sha256.slice(0, 8)}: `)
    }
  }

  /** The files of a hand-off are named by its manifest only. */
  #rehashHandoff(entry: LogEntry): void {
    if (entry.kind !== 'step-done' || entry.data.kind !== 'build-handoff') return
    const { manifest } = entry.data.output
    if (typeof manifest !== 'string' || this.#seen.get(manifest) !== true) return
    try {
      for (const named of manifestArtifacts(this.#artifacts.get(manifest))) this.#rehash(entry.index, named)
    } catch (error) {
      const cause =
        error instanceof OperationError
          ? error
          : fail('handoff-malformed', 'The manifest of the hand-off is not one.', { cause: error })
      this.#note(entry.index, cause, '')
    }
  }

  /** The items of a collection are named by its record only. */
  #rehashEvidence(entry: LogEntry): void {
    if (entry.kind !== 'step-done' || entry.data.kind !== 'collect-evidence') return
    const { record } = entry.data.output
    if (typeof record !== 'string' || this.#seen.get(record) !== true) return
    try {
      for (const named of collectedArtifacts(this.#artifacts.get(record))) this.#rehash(entry.index, named)
    } catch (error) {
      const cause =
        error instanceof OperationError
          ? error
          : fail('evidence-malformed', 'The record of the collection is not one.', { cause: error })
      this.#note(entry.index, cause, '')
    }
  }

  /** The files of an inventory are named by its document only. */
  #rehashInventory(entry: LogEntry): void {
    if (entry.kind !== 'step-done' || entry.data.kind !== 'import-inventory') return
    const { inventory } = entry.data.output
    if (typeof inventory !== 'string' || this.#seen.get(inventory) !== true) return
    try {
      for (const named of sourceArtifacts(this.#artifacts.get(inventory))) this.#rehash(entry.index, named)
    } catch (error) {
      const cause =
        error instanceof OperationError
          ? error
          : fail('inventory-damaged', 'The document of the inventory is not one.', { cause: error })
      this.#note(entry.index, cause, '')
    }
  }

  #cosignersOf(entry: LogEntry): readonly string[] {
    if (this.#state === null) return []
    try {
      const { origin } = this.#state.founded
      const { id, credentials } = newCredentials(entry)
      return credentials.flatMap((one) => {
        const key = cosignerKey(origin, id, one)
        return key === null ? [] : [formatVkey(key)]
      })
    } catch (error) {
      this.#note(entry.index, error, '')
      return []
    }
  }

  #note(index: number, error: unknown, where: string): void {
    const failure =
      error instanceof OperationError
        ? error.failure
        : { ...toFailure(error), message: 'It holds something that cannot be checked.' }
    if (this.#problems.length < MAX_PROBLEMS)
      this.#problems.push({ index, code: failure.code, message: `${where}${failure.message}` })
  }
}

/** Whose credentials this entry adds. */
function newCredentials(entry: LogEntry): Pick<Person, 'id' | 'credentials'> {
  if (entry.kind === 'person-enrolled') return entry.data.person
  const none = { id: '', credentials: [] }
  if (entry.kind !== 'step-done' || entry.data.kind !== 'apply-change') return none
  const parsed = stepOutputs['apply-change'].safeParse(entry.data.output)
  if (!parsed.success) return none
  const { change } = parsed.data
  if (change.change === 'enrol-person') return change.person
  return change.change === 'move-credential' ? { id: change.person, credentials: [change.add] } : none
}
