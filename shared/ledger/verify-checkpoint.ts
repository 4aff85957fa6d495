import { bytesToHex } from '../bytes.ts'
import { OperationError } from '../failure.ts'
import { parseCheckpoint, type Checkpoint } from './checkpoint.ts'
import { cosignatureTime, noteVerifier } from './cosignature.ts'
import { parseNote, type NoteSignature, type SignedNote, type VerifyEd25519 } from './note.ts'
import type { CheckpointVerdict, Cosigned, ProblemList } from './verdict.ts'
import { ED25519, formatVkey, parseVkey, type NoteKey } from './vkey.ts'

/** A checkpoint on its way to a verdict. */
export interface ReadCheckpoint {
  readonly note: SignedNote
  readonly checkpoint: Checkpoint
  /** Null until the entries have been counted that far. */
  rootFits: boolean | null
  logSigned: boolean
}

/** How signatures are judged, and where what is wrong with them goes. */
interface Judging {
  readonly problems: ProblemList
  readonly ed25519: VerifyEd25519 | undefined
}

/** Those that can be read, by size; the others become problems. */
export function readCheckpoints(notes: readonly string[], problems: ProblemList): ReadCheckpoint[] {
  const read: ReadCheckpoint[] = []
  for (const text of notes) {
    try {
      const note = parseNote(text)
      read.push({ note, checkpoint: parseCheckpoint(note.text), rootFits: null, logSigned: false })
    } catch (error) {
      if (!(error instanceof OperationError)) throw error
      // Nobody knows what it covered: everything after the one before it is in doubt.
      const before = read.at(-1)?.checkpoint.size ?? 0
      problems.add(before, 'checkpoint-malformed', `A checkpoint cannot be read. ${error.failure.message}`)
    }
  }
  return read.toSorted((a, b) => a.checkpoint.size - b.checkpoint.size)
}

/** Null for anything but an Ed25519 log key: what an altered entry holds may be no key at all. */
export function readLogKey(vkey: unknown): NoteKey | null {
  const key = typeof vkey === 'string' ? readKey(vkey) : null
  return key?.type === ED25519 ? key : null
}

export function readKey(vkey: string): NoteKey | null {
  try {
    return parseVkey(vkey)
  } catch (error) {
    if (!(error instanceof OperationError)) throw error
    return null
  }
}

/** Whether the log itself signed; if not, why is a problem at `index`. */
export function checkLogSignature(
  { note, checkpoint }: ReadCheckpoint,
  logKey: NoteKey | null,
  index: number,
  { problems, ed25519 }: Judging,
): boolean {
  if (logKey === null) return false
  const which = `The checkpoint of ${checkpoint.size} entries`
  if (checkpoint.origin !== logKey.name) {
    problems.add(index, 'checkpoint-foreign', `${which} is of another log, "${checkpoint.origin}".`)
    return false
  }
  const own = note.signatures.filter((signature) => isBy(signature, logKey))
  const verifier = noteVerifier(logKey, ed25519)
  const signed = own.length > 0 && own.every(({ signature }) => verifier.verify(note.text, signature))
  if (!signed) problems.add(index, 'checkpoint-signature-invalid', `${which} is not signed by the key of this log.`)
  return signed
}

/** The cosignatures by known keys, or null if one of them is wrong, which is a problem at `index`. */
export function checkCosignatures(
  { note, checkpoint }: ReadCheckpoint,
  cosigners: readonly NoteKey[],
  index: number,
  { problems, ed25519 }: Judging,
): CheckpointVerdict['cosignatures'] | null {
  const found = new Map<string, Cosigned>()
  let wrong = false
  for (const signature of note.signatures) {
    const key = cosigners.find((cosigner) => isBy(signature, cosigner))
    if (key === undefined) continue
    const time = cosignatureTime(signature.signature)
    if (time !== null && noteVerifier(key, ed25519).verify(note.text, signature.signature)) {
      const vkey = formatVkey(key)
      found.set(vkey, { name: key.name, time: instantOf(time), vkey })
    } else {
      wrong = true
      const which = `The cosignature of ${key.name} on the checkpoint of ${checkpoint.size} entries`
      problems.add(index, 'cosignature-invalid', `${which} does not belong to it.`)
    }
  }
  return wrong ? null : [...found.values()]
}

export function checkpointVerdict(
  { checkpoint }: ReadCheckpoint,
  good: boolean,
  cosignatures: CheckpointVerdict['cosignatures'],
): CheckpointVerdict {
  return { size: checkpoint.size, root: bytesToHex(checkpoint.root), good, cosignatures }
}

function isBy(signature: NoteSignature, key: NoteKey): boolean {
  return signature.name === key.name && signature.keyId === key.keyId
}

function instantOf(seconds: number): string {
  const time = new Date(seconds * 1000)
  return Number.isNaN(time.getTime()) ? `${seconds} s` : time.toISOString()
}
