import { bytesToHex, equalBytes } from '../../../shared/bytes.ts'
import { applyEntry, type FacilityState, foundState, type LoadPlan } from '../../../shared/facility/state.ts'
import { fail, OperationError } from '../../../shared/failure.ts'
import { parseCheckpoint } from '../../../shared/ledger/checkpoint.ts'
import type { LogEntry } from '../../../shared/ledger/entries.ts'
import { type Envelope, parseEnvelope } from '../../../shared/ledger/envelope.ts'
import { leafHash } from '../../../shared/ledger/merkle.ts'
import { openNote, parseNote } from '../../../shared/ledger/note.ts'
import { parseVkey } from '../../../shared/ledger/vkey.ts'
import { nativeSha256 } from '../ledger/native-sha256.ts'
import type { LedgerReader } from '../ledger/reader.ts'
import { nativeVerifier } from '../ledger/native-verifier.ts'
import type { EntryRow } from '../ledger/read-tables.ts'
import { type CheckpointRoots, checkStatements } from '../log/check-statements.ts'
import type { ArtifactReader } from './artifacts.ts'
import { toLogEntry } from './entry-draft.ts'
import { planLoader } from './load-plan.ts'
import { SettledRuns } from './settled-runs.ts'
import type { Replaying } from './verification.ts'
import { newerVersion } from './newer-version.ts'

/** Entries between two moments at which whoever asks may do something else. */
const BREATH = 16

/**
 * The state of a log that somebody may have edited while it was closed. Every entry is hashed again up to the checkpoints,
 * and what people signed is verified before it counts; what the HSM made is left to the verifier and to the gate before it.
 * `saved` is the state after the first entries, where somebody else vouches for them: only the rest is replayed, onto it.
 * Throws log-inconsistent with the index of the first entry that cannot be relied on, and log-from-newer-version.
 */
export function* replay(store: LedgerReader, artifacts: ArtifactReader, saved: FacilityState | null = null): Replaying {
  const roots = rootsOf(store, saved?.size ?? 0)
  const { tree, prev: first } = store.endAt(saved?.size ?? 0)
  let prev = first
  let state = saved
  const load = planLoader(artifacts)
  const settled = new SettledRuns()
  for (const row of store.records(tree.size, store.size)) {
    const index = tree.size
    const leaf = leafHash(row.bytes, nativeSha256)
    if (row.index !== index || !equalBytes(leaf, row.leaf)) throw changed(index)
    const envelope = readEnvelope(store, row)
    if (envelope.index !== index || envelope.prev !== prev) throw changed(index)
    tree.append(leaf)
    prev = bytesToHex(leaf)
    const root = roots.get(tree.size)
    if (root !== undefined && root !== bytesToHex(tree.root())) throw changed(index)
    const entry = readEntry(store, envelope)
    if (state === null) state = foundState(entry)
    else applyChecked(state, entry, roots, load)
    settled.after(entry, state)
    if (tree.size % BREATH === 0) yield tree.size
  }
  const replayed = state ?? foundState(undefined)
  const last = store.lastCheckpoint()
  if (last === null) throw fail('log-inconsistent', 'The log has no checkpoint, not even that of its founding.')
  reliable(last.size - 1, () => {
    assertSigned(replayed, last.note)
  })
  return replayed
}

function applyChecked(state: FacilityState, entry: LogEntry, roots: CheckpointRoots, load: LoadPlan): void {
  reliable(entry.index, () => {
    checkStatements(entry, state, roots)
  })
  try {
    applyEntry(state, entry, load)
  } catch (error) {
    throw withRemedy(error)
  }
}

/** What the reducer says of an entry that cannot follow tells why; what to do is the same for all of them. */
function withRemedy(error: unknown): unknown {
  if (!(error instanceof OperationError) || error.failure.remedy !== undefined) return error
  const { code, message, detail = {} } = error.failure
  return fail(code, message, { remedy: REMEDY, detail, cause: error })
}

const REMEDY = 'Do not work with this facility. Run "conclave log verify" and compare with the last paper checkpoint.'

/** Bytes that are what was written, and still no entry: a newer version wrote them, or nothing that we know. */
function readEnvelope(store: LedgerReader, { index, bytes }: EntryRow): Envelope {
  try {
    return parseEnvelope(bytes)
  } catch (error) {
    if (!(error instanceof OperationError)) throw error
    throw newerVersion(store, index) ?? unreliable(index, `cannot be read. ${error.failure.message}`, error)
  }
}

function readEntry(store: LedgerReader, envelope: Envelope): LogEntry {
  try {
    return toLogEntry(envelope)
  } catch (error) {
    if (!(error instanceof OperationError)) throw error
    throw newerVersion(store, envelope.index) ?? error
  }
}

/** Of the checkpoints from `from` on; the others are fetched when they are asked for, which is seldom. */
function rootsOf(store: LedgerReader, from: number): CheckpointRoots {
  const notes = new Map(store.checkpoints(from).map(({ size, note }) => [size, note]))
  return {
    get: (size) => {
      const note = size < from ? store.checkpoints(size).find((other) => other.size === size)?.note : notes.get(size)
      if (note === undefined) return undefined
      const checkpoint = reliable(size - 1, () => parseCheckpoint(parseNote(note).text))
      // A note that is kept under another size is none of this size.
      return checkpoint.size === size ? bytesToHex(checkpoint.root) : ''
    },
  }
}

/** All entries are under the last checkpoint or younger than it: one signature speaks for all of them. */
function assertSigned({ founded }: FacilityState, note: string): void {
  const { text } = openNote(note, [nativeVerifier(parseVkey(founded.logKey))])
  if (parseCheckpoint(text).origin === founded.origin) return
  throw fail('log-inconsistent', `The last checkpoint is of another log than ${founded.origin}.`)
}

/** Whatever is wrong inside: the log is, from this entry on. */
function reliable<T>(index: number, check: () => T): T {
  try {
    return check()
  } catch (error) {
    if (!(error instanceof OperationError)) throw error
    throw unreliable(index, `cannot be relied on. ${error.failure.message}`, error)
  }
}

function changed(index: number): OperationError {
  return unreliable(index, 'is not what was written: the log was changed.')
}

function unreliable(index: number, why: string, cause?: OperationError): OperationError {
  return fail('log-inconsistent', `Entry ${String(index)} ${why}`, {
    remedy: REMEDY,
    detail: { index },
    cause,
  })
}
