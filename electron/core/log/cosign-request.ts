import { resolve } from 'node:path'
import { fail } from '../../../shared/failure.ts'
import { formatAddCheckpoint } from '../../../shared/ledger/add-checkpoint.ts'
import { parseCheckpoint } from '../../../shared/ledger/checkpoint.ts'
import { noteVerifier } from '../../../shared/ledger/cosignature.ts'
import { formatSignatureLine, type NoteSignature, parseNote, parseSignatureLine } from '../../../shared/ledger/note.ts'
import type { NoteKey } from '../../../shared/ledger/vkey.ts'
import { facilityLayout } from '../facility/layout.ts'
import { acquireFacilityLock } from '../facility/lock.ts'
import { LedgerStore } from '../ledger/store.ts'
import { openSnapshot } from './snapshot.ts'

export interface CosignRequest {
  readonly size: number
  /** The body of C2SP tlog-witness `add-checkpoint`. */
  readonly text: string
}

/**
 * What a witness needs to cosign the newest checkpoint, having cosigned one of `oldSize` entries before (0: none).
 * Nothing of the facility is written. Throws `log-inconsistent` without a checkpoint, `invalid-request` for a size
 * that the log never had.
 */
export function cosignRequest(directory: string, oldSize: number): CosignRequest {
  const snapshot = openSnapshot(resolve(directory))
  try {
    const { store } = snapshot
    const last = store.checkpoints().at(-1)
    if (last === undefined) throw fail('log-inconsistent', 'The log has no checkpoint yet: there is nothing to cosign.')
    const { size } = parseCheckpoint(parseNote(last.note).text)
    const proof = store.consistencyProof(oldSize, size)
    return { size, text: formatAddCheckpoint({ oldSize, proof, checkpoint: last.note }) }
  } finally {
    snapshot.close()
  }
}

/**
 * Keeps the signature lines that witnesses gave back, with the checkpoint that they belong to. Lines of others are
 * ignored, as C2SP tlog-witness asks; `signature-invalid` when a line of a known witness fits no checkpoint, or when
 * none is of a known one.
 */
export function addCosignatures(
  directory: string,
  text: string,
  witnesses: readonly NoteKey[],
): { readonly name: string; readonly size: number }[] {
  const root = resolve(directory)
  const lines = text.split('\n').filter((line) => line !== '')
  const given = lines.map(parseSignatureLine)
  const lock = acquireFacilityLock(root)
  try {
    const store = LedgerStore.open(facilityLayout(root).ledger)
    try {
      const notes = store.checkpoints().toReversed()
      const added = given.flatMap((signature) => {
        const key = witnesses.find(({ name, keyId }) => name === signature.name && keyId === signature.keyId)
        return key === undefined ? [] : [{ signature, size: sizeOf(signature, key, notes) }]
      })
      if (added.length === 0)
        throw fail('signature-invalid', 'None of these lines is of a witness that the policy names.', {
          remedy: 'Check which witness gave the file, and that its vkey is in the policy.',
        })
      for (const { signature, size } of added) store.addCosignature(size, formatSignatureLine(signature))
      return added.map(({ signature, size }) => ({ name: signature.name, size }))
    } finally {
      store.close()
    }
  } finally {
    lock.release()
  }
}

function sizeOf(
  { signature, name }: NoteSignature,
  key: NoteKey,
  notes: readonly { readonly size: number; readonly note: string }[],
): number {
  const verifier = noteVerifier(key)
  const found = notes.find(({ note }) => verifier.verify(parseNote(note).text, signature))
  if (found !== undefined) return found.size
  throw fail('signature-invalid', `The cosignature of ${name} belongs to no checkpoint of this log. Nothing was kept.`)
}
