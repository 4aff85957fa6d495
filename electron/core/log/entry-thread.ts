import { parentPort } from 'node:worker_threads'
import { OperationError } from '../../../shared/failure.ts'
import { parseEnvelope } from '../../../shared/ledger/envelope.ts'
import { leafHash } from '../../../shared/ledger/merkle.ts'
import { nativeSha256 } from '../ledger/native-sha256.ts'

/**
 * A thread that reads entries for a verification: it is sent `EntryBytes`, and answers each with `EntriesRead`, in order. It keeps
 * nothing.
 */

/** Entries one after another, and where each ends. */
export interface EntryBytes {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly ends: Uint32Array<ArrayBuffer>
}

export interface EntriesRead {
  /** Their leaf hashes, 32 bytes each. */
  readonly leaves: Uint8Array<ArrayBuffer>
  /** 1 where `parseEnvelope` accepts the bytes, else 0. */
  readonly accepted: Uint8Array<ArrayBuffer>
}

function read({ bytes, ends }: EntryBytes): EntriesRead {
  const leaves = new Uint8Array(ends.length * 32)
  const accepted = new Uint8Array(ends.length)
  let start = 0
  for (const [at, end] of ends.entries()) {
    const entry = bytes.subarray(start, end)
    leaves.set(leafHash(entry, nativeSha256), at * 32)
    if (isEntry(entry)) accepted[at] = 1
    start = end
  }
  return { leaves, accepted }
}

function isEntry(bytes: Uint8Array): boolean {
  try {
    parseEnvelope(bytes)
    return true
  } catch (error) {
    if (error instanceof OperationError) return false
    throw error
  }
}

parentPort?.on('message', (sent: EntryBytes) => {
  const found = read(sent)
  parentPort?.postMessage(found, [found.leaves.buffer, found.accepted.buffer])
})
