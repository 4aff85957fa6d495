import { bytesToHex, equalBytes } from '../../../shared/bytes.ts'
import { applyEntry, type FacilityState, foundState } from '../../../shared/facility/state.ts'
import { fail, OperationError } from '../../../shared/failure.ts'
import { parseCheckpoint } from '../../../shared/ledger/checkpoint.ts'
import { NO_PREVIOUS } from '../../../shared/ledger/envelope.ts'
import { CompactRange, leafHash } from '../../../shared/ledger/merkle.ts'
import { ed25519Verifier, openNote, parseNote } from '../../../shared/ledger/note.ts'
import { parseVkey } from '../../../shared/ledger/vkey.ts'
import { nativeSha256 } from '../ledger/native-sha256.ts'
import type { LedgerStore, Stored } from '../ledger/store.ts'
import { checkStatements } from '../log/check-statements.ts'
import type { ArtifactStore } from './artifacts.ts'
import { toLogEntry } from './entry-draft.ts'
import { loadPlan } from './load-plan.ts'

/**
 * The state of a log that somebody may have edited while it was closed. Every entry is hashed again up to the checkpoints,
 * and what people signed is verified before it counts; what the HSM made is left to the verifier and to the gate before it.
 * Throws log-inconsistent with the index of the first entry that cannot be relied on.
 */
export function replay(store: LedgerStore, artifacts: ArtifactStore): FacilityState {
  const checkpoints = store.checkpoints()
  const roots = new Map(checkpoints.map(({ size, note }) => reliable(size - 1, () => readRoot(note))))
  const range = new CompactRange(nativeSha256)
  let prev = NO_PREVIOUS
  let state: FacilityState | null = null
  for (const stored of store.read(0, store.size)) {
    const leaf = leafHash(stored.bytes, nativeSha256)
    if (!isWhole(stored, range.size, prev, leaf)) throw changed(range.size)
    range.append(leaf)
    prev = bytesToHex(leaf)
    const root = roots.get(range.size)
    if (root !== undefined && root !== bytesToHex(range.root())) throw changed(range.size - 1)
    const entry = toLogEntry(stored.envelope)
    if (state === null) {
      state = foundState(entry)
      continue
    }
    const before = state
    reliable(entry.index, () => {
      checkStatements(entry, before, roots)
    })
    applyEntry(state, entry, (digest) => loadPlan(artifacts, digest))
  }
  const replayed = state ?? foundState(undefined)
  const last = checkpoints.at(-1)
  if (last === undefined) throw fail('log-inconsistent', 'The log has no checkpoint, not even that of its founding.')
  reliable(last.size - 1, () => {
    assertSigned(replayed, last.note)
  })
  return replayed
}

function isWhole({ index, envelope, leafHash: kept }: Stored, place: number, prev: string, leaf: Uint8Array): boolean {
  return index === place && envelope.index === place && envelope.prev === prev && equalBytes(leaf, kept)
}

function readRoot(note: string): [number, string] {
  const { size, root } = parseCheckpoint(parseNote(note).text)
  return [size, bytesToHex(root)]
}

/** All entries are under the last checkpoint or younger than it: one signature speaks for all of them. */
function assertSigned({ founded }: FacilityState, note: string): void {
  const { text } = openNote(note, [ed25519Verifier(parseVkey(founded.logKey))])
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
    remedy: 'Do not work with this facility. Run "conclave log verify" and compare with the last paper checkpoint.',
    detail: { index },
    cause,
  })
}
