import { equalBytes } from '../bytes.ts'
import type { AddCheckpoint } from './add-checkpoint.ts'
import { type Checkpoint, parseCheckpoint } from './checkpoint.ts'
import { verifyConsistency } from './merkle-verify.ts'
import { ed25519Verifier, parseNote } from './note.ts'
import type { NoteKey } from './vkey.ts'

/** What a witness remembers of one log: the last checkpoint that it cosigned, verbatim. */
export interface WitnessedLog {
  readonly note: string
}

/** `status` is the HTTP status of C2SP tlog-witness for the same answer. */
export type WitnessVerdict =
  | { readonly status: 200; readonly text: string; readonly checkpoint: Checkpoint }
  | { readonly status: 404 | 403; readonly why: string }
  /** `expected`: entries that the witness cosigned last: ask again with this old size. */
  | { readonly status: 409; readonly why: string; readonly expected: number }
  /** The log signed two histories: both notes are the proof. */
  | { readonly status: 409 | 422; readonly why: string; readonly fork: { readonly seen: string; readonly now: string } }
  | { readonly status: 422; readonly why: string }

/** The rules of C2SP tlog-witness `add-checkpoint`. `seen` is null for a log that was never cosigned. */
export function judgeCheckpoint(
  request: AddCheckpoint,
  logs: readonly NoteKey[],
  seen: WitnessedLog | null,
): WitnessVerdict {
  const { text, signatures } = parseNote(request.checkpoint)
  const checkpoint = parseCheckpoint(text)
  const keys = logs.filter(({ name }) => name === checkpoint.origin)
  if (keys.length === 0) return { status: 404, why: `the log "${checkpoint.origin}" is not one that is witnessed here` }
  const isSigned = signatures.some((one) => {
    const key = keys.find(({ name, keyId }) => name === one.name && keyId === one.keyId)
    return key !== undefined && ed25519Verifier(key).verify(text, one.signature)
  })
  if (!isSigned) return { status: 403, why: 'the checkpoint is not signed by the key of its log' }
  if (seen === null) return judgeFirst(request, text, checkpoint)
  return judgeNext(request, text, checkpoint, seen)
}

function judgeFirst({ oldSize, proof }: AddCheckpoint, text: string, checkpoint: Checkpoint): WitnessVerdict {
  if (oldSize !== 0) return { status: 409, why: 'nothing of this log was cosigned before', expected: 0 }
  if (proof.length > 0) return { status: 422, why: 'the proof from nothing is not empty' }
  return { status: 200, text, checkpoint }
}

function judgeNext(request: AddCheckpoint, text: string, checkpoint: Checkpoint, seen: WitnessedLog): WitnessVerdict {
  const last = parseCheckpoint(parseNote(seen.note).text)
  const fork = { seen: seen.note, now: request.checkpoint }
  // Of the same size only one checkpoint can be true, whatever the request says that it starts from.
  if (checkpoint.size === last.size && !equalBytes(checkpoint.root, last.root))
    return { status: 409, why: `the log signed two different checkpoints of ${String(last.size)} entries`, fork }
  if (request.oldSize !== last.size)
    return { status: 409, why: `a checkpoint of ${String(last.size)} entries was cosigned last`, expected: last.size }
  if (!verifyConsistency({ first: last, second: checkpoint, proof: request.proof })) {
    const why = `the checkpoint of ${String(checkpoint.size)} entries does not continue the one of ${String(last.size)} entries that was cosigned`
    return { status: 422, why, fork }
  }
  return { status: 200, text, checkpoint }
}
