import { bytesToHex } from '../../../shared/bytes.ts'
import type { FacilityState } from '../../../shared/facility/state.ts'
import type { EntryView } from '../../../shared/ipc/contract/log.ts'
import type { LogEntry } from '../../../shared/ledger/entries.ts'
import { parseEnvelope } from '../../../shared/ledger/envelope.ts'
import { parseCheckpoint } from '../../../shared/ledger/checkpoint.ts'
import { parseNote } from '../../../shared/ledger/note.ts'
import { formatProof } from '../../../shared/ledger/proof.ts'
import { verifyInclusion } from '../../../shared/ledger/merkle-verify.ts'
import type { Statement } from '../../../shared/procedure/approval.ts'
import { toLogEntry } from '../facility/entry-draft.ts'
import type { FacilityRecord } from '../facility/record.ts'
import { sentenceOf } from '../log/sentence.ts'
import { runOf, stepOf } from '../log/wording.ts'
import { verifyStatement } from '../people/signature.ts'
import { factsOf } from './entry-facts.ts'
import { initialsOf, viewDigest } from './pieces.ts'

/** One entry as a sentence, as fields, as exact bytes, and with its proof against the next checkpoint that covers it. */
export function viewEntry(facility: FacilityRecord, index: number): EntryView {
  const { store, state } = facility
  const stored = store.entry(index)
  const envelope = parseEnvelope(stored.bytes)
  const entry = toLogEntry(envelope)
  const actor = envelope.actor === null ? null : (state.people.get(envelope.actor)?.name ?? envelope.actor)
  return {
    sentence: { index, time: envelope.time, ...sentenceOf(entry, state) },
    actor,
    actorInitials: actor === null ? null : initialsOf(actor),
    role: envelope.role,
    kind: envelope.kind,
    run: envelope.run,
    step: stepWords(entry, state),
    signature: viewSignature(facility, entry),
    ...factsOf(envelope.data),
    blobs: envelope.blobs.map(({ name, size, sha256 }) => ({ name, size, sha256 })),
    bytes: new Uint8Array(stored.bytes),
    leaf: viewDigest(bytesToHex(stored.leafHash)),
    proof: viewProof(facility, index, stored.leafHash),
  }
}

/** "9, preview-root" */
function stepWords(entry: LogEntry, state: FacilityState): string | null {
  if (entry.step === null) return null
  const step = stepOf(runOf(state, entry.run), entry.step)
  return step === undefined ? entry.step : `${String(step.number)}, ${entry.step}`
}

const ALGORITHM_WORDS = { ed25519: 'Ed25519', 'ec-p256': 'ECDSA P-256', 'ec-p384': 'ECDSA P-384' } as const

function viewSignature({ state }: FacilityRecord, entry: LogEntry): EntryView['signature'] {
  if (!('statement' in entry.data)) return null
  const { statement, signature } = entry.data as { statement: Statement; signature: string }
  const person = state.people.get(statement.person)
  const credential = person?.credentials.find(({ id }) => id === statement.credential)
  return {
    // As signed then: a credential that was revoked since has not unsigned anything.
    valid: credential !== undefined && verifyStatement(statement, signature, credential),
    algorithm: ALGORITHM_WORDS[credential?.algorithm ?? 'ed25519'],
    credential: statement.credential,
  }
}

/** The smallest checkpoint that covers the entry; without one, the head of the log as it is now. */
function coveringCheckpoint(
  facility: FacilityRecord,
  index: number,
): { size: number; root: Uint8Array; note: string | null } {
  const covering = facility.store.checkpointOver(index)
  if (covering === null) return { ...facility.store.head(), note: null }
  const { size, root } = parseCheckpoint(parseNote(covering.note).text)
  return { size, root, note: covering.note }
}

function viewProof(facility: FacilityRecord, index: number, leaf: Uint8Array): EntryView['proof'] {
  const { size, root, note } = coveringCheckpoint(facility, index)
  const hashes = facility.store.inclusionProof(index, size)
  const sides = pathSides(index, size)
  return {
    size,
    root: bytesToHex(root),
    path: hashes.map((hash, at) => ({
      hash: bytesToHex(hash),
      side: sides[at]?.side ?? 'right',
      covers: sides[at]?.covers ?? 1,
    })),
    verified: verifyInclusion({ index, size, leaf, proof: hashes, root }),
    checkpoint: note !== null,
  }
}

/** For each proof hash from the leaf upwards: the side its subtree stands on and its number of entries (RFC 6962 §2.1.1). */
export function pathSides(index: number, size: number): { side: 'left' | 'right'; covers: number }[] {
  if (size <= 1) return []
  const split = 2 ** Math.floor(Math.log2(size - 1))
  if (index < split) return [...pathSides(index, split), { side: 'right', covers: size - split }]
  return [...pathSides(index - split, size - split), { side: 'left', covers: split }]
}

/** C2SP tlog-proof of one entry. Null while no checkpoint covers it: then there is nothing that the log has signed. */
export function proofFile(facility: FacilityRecord, index: number): string | null {
  const { size, note } = coveringCheckpoint(facility, index)
  if (note === null) return null
  return formatProof({ index, hashes: [...facility.store.inclusionProof(index, size)], checkpoint: note })
}
