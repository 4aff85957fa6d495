import { hash } from 'node:crypto'
import { closeSync, fstatSync, openSync, readSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'
import { bytesToHex, fromBase64, toBase64, utf8ToBytes } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import type { FacilityState } from '../../../shared/facility/state.ts'
import { openNote, signNote } from '../../../shared/ledger/note.ts'
import { parseVkey } from '../../../shared/ledger/vkey.ts'
import { removeQuietly, syncFolder, writeDurably } from '../files/durable-file.ts'
import { nativeVerifier } from '../ledger/native-verifier.ts'
import type { LogSigner } from '../ledger/signer.ts'
import { programDigest } from '../program.ts'
import { hostRandom } from '../random.ts'
import { decodeState, encodeState, type Part } from './state-text.ts'

/** First line of what is signed, so that the signature can be taken for nothing else, least of all a checkpoint. */
const FORMAT = 'conclave-saved-state/v1'

/** The signed note stands at the beginning of the file, filled up with spaces to this length. */
const HEAD = 2_048

/** What the first `size` entries replayed to, by the word of this log's own key. */
export interface SavedState {
  readonly size: number
  readonly root: Uint8Array
  /** Parses the state. Null when another version of Conclave, which may fold differently, has written it. */
  readonly read: (() => FacilityState) | null
}

/**
 * A signed note, the state whose digest it signs, and the parts whose digests are in the state. Whole or not at all; that it
 * cannot be written is no failure of anything: the next opening then takes longer.
 */
export function saveState(
  path: string,
  state: FacilityState,
  root: Uint8Array,
  signer: LogSigner,
  program = programDigest(),
): void {
  const partial = `${path}.${bytesToHex(hostRandom(6))}.partial`
  try {
    const text = encodeState(state, sha256)
    const claims = [state.size, toBase64(root), program, text.state.length, sha256(text.state)]
    const note = signNote([FORMAT, signer.name, ...claims, ''].join('\n'), signer)
    const head = new Uint8Array(HEAD).fill(0x20)
    head.set(utf8ToBytes(note))
    writeDurably(partial, Buffer.concat([head, text.state, ...text.parts]), 0o600)
    renameSync(partial, path)
    syncFolder(dirname(path))
  } catch {
    removeQuietly(partial)
  }
}

/** Null when there is none, or when the key of this log did not sign it as it is. */
export function readSavedState(path: string, logKey: string): SavedState | null {
  try {
    const key = parseVkey(logKey)
    const { text } = openNote(read(path, 0, HEAD).toString('utf8').trimEnd().concat('\n'), [nativeVerifier(key)])
    const [format, origin, size, root, program, length, digest, end, ...more] = text.split('\n')
    if (format !== FORMAT || origin !== key.name || end !== '' || more.length > 0) return null
    const state = read(path, HEAD, Number(length))
    if (sha256(state) !== digest) return null
    const parts = HEAD + state.length
    return {
      size: Number(size),
      root: fromBase64(root ?? '') ?? new Uint8Array(0),
      read:
        program === programDigest()
          ? () => decodeState(state.toString('utf8'), (part) => readPart(path, parts, part))
          : null,
    }
  } catch {
    return null
  }
}

function readPart(path: string, parts: number, { at, length, sha256: digest }: Part): Uint8Array {
  const bytes = read(path, parts + at, length)
  if (sha256(bytes) === digest) return bytes
  throw fail('facility-damaged', 'The state that was saved when the facility was last closed is not whole.', {
    remedy: 'Wait until the log is verified: then the state comes from the log itself.',
  })
}

function read(path: string, at: number, length: number): Buffer {
  const descriptor = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(Math.min(length, fstatSync(descriptor).size))
    return bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, at))
  } finally {
    closeSync(descriptor)
  }
}

function sha256(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'hex')
}
