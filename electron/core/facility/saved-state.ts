import { createHash } from 'node:crypto'
import { readFileSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'
import { bytesToHex, fromBase64, toBase64, utf8ToBytes } from '../../../shared/bytes.ts'
import { OperationError } from '../../../shared/failure.ts'
import type { FacilityState } from '../../../shared/facility/state.ts'
import { ed25519Verifier, openNote, signNote } from '../../../shared/ledger/note.ts'
import { parseVkey } from '../../../shared/ledger/vkey.ts'
import { removeQuietly, syncFolder, writeDurably } from '../files/durable-file.ts'
import type { LogSigner } from '../ledger/signer.ts'
import { programDigest } from '../program.ts'
import { hostRandom } from '../random.ts'
import { decodeState, encodeState } from './state-text.ts'

/** First line of what is signed, so that the signature can be taken for nothing else, least of all a checkpoint. */
const FORMAT = 'conclave-saved-state/v1'

/** What the first `size` entries replayed to, by the word of this log's own key. */
export interface SavedState {
  readonly size: number
  readonly root: Uint8Array
  /** Parses the state. Null when another version of Conclave, which may fold differently, has written it. */
  readonly read: (() => FacilityState) | null
}

/**
 * A signed note and then the state on its own lines. Whole or not at all; that it cannot be written is no failure of anything:
 * the next opening then takes longer.
 */
export function saveState(path: string, state: FacilityState, root: Uint8Array, signer: LogSigner): void {
  const partial = `${path}.${bytesToHex(hostRandom(6))}.partial`
  try {
    const body = utf8ToBytes(encodeState(state))
    const digest = createHash('sha256').update(body).digest('hex')
    const text = `${FORMAT}\n${signer.name}\n${String(state.size)}\n${toBase64(root)}\n${programDigest()}\n${digest}\n`
    writeDurably(partial, Buffer.concat([utf8ToBytes(`${signNote(text, signer)}\n`), body]), 0o600)
    renameSync(partial, path)
    syncFolder(dirname(path))
  } catch {
    removeQuietly(partial)
  }
}

/** Null when there is none, or when the key of this log did not sign it as it is. */
export function readSavedState(path: string, logKey: string): SavedState | null {
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch {
    return null
  }
  // The note ends with one empty line; what it signs has none.
  const start = bytes.indexOf('\n\n', bytes.indexOf('\n\n') + 2) + 2
  const body = bytes.subarray(start)
  try {
    const key = parseVkey(logKey)
    const { text } = openNote(bytes.toString('utf8', 0, start - 1), [ed25519Verifier(key)])
    const [format, origin, size, root, program, digest, end, ...more] = text.split('\n')
    if (format !== FORMAT || origin !== key.name || end !== '' || more.length > 0) return null
    if (createHash('sha256').update(body).digest('hex') !== digest) return null
    return {
      size: Number(size),
      root: fromBase64(root ?? '') ?? new Uint8Array(0),
      read: program === programDigest() ? () => decodeState(body.toString('utf8')) : null,
    }
  } catch (error) {
    if (!(error instanceof OperationError)) throw error
    return null
  }
}
