import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { sha256Hex } from '../../shared/bytes.ts'
import { fail, OperationError } from '../../shared/failure.ts'
import { canonicalBytes, parseCanonical } from '../../shared/ledger/canonical-json.ts'
import { z } from '../../shared/zod.ts'
import { writeFailure } from '../../electron/core/files/disk-failure.ts'
import { readFileCapped } from '../../electron/core/files/host-files.ts'
import { replaceFile } from '../../electron/core/files/replace-file.ts'
import { type Memory, memory } from './memory.ts'

const MEMORY = 'memory.json'
const MAX_MEMORY_BYTES = 64 * 1024 * 1024
const MAX_BLOB_BYTES = 256 * 1024 * 1024

/**
 * The state folder of a receiver: `memory.json`, its key, the hand-offs it accepted, the files of generations by SHA-256, receipts.
 * Whoever holds `StateLock` may write.
 */
export class Store {
  readonly folder: string
  #memory: Memory | null = null

  constructor(folder: string) {
    this.folder = folder
  }

  get isPinned(): boolean {
    return existsSync(join(this.folder, MEMORY))
  }

  /** `receiver-not-pinned`, `receiver-memory-damaged`, `file-unreadable`. */
  get memory(): Memory {
    this.#memory ??= this.#read()
    return this.#memory
  }

  #read(): Memory {
    if (!this.isPinned) {
      throw fail('receiver-not-pinned', `${this.folder} holds no pinned signers.`, {
        remedy: 'Pin them first: conclave handoff pin --state DIR.',
      })
    }
    try {
      return memory.parse(parseCanonical(readFileCapped(join(this.folder, MEMORY), MAX_MEMORY_BYTES)))
    } catch (error) {
      if (error instanceof OperationError && error.code !== 'invalid-request') throw error
      if (!(error instanceof OperationError) && !(error instanceof z.ZodError)) throw error
      throw fail('receiver-memory-damaged', `${join(this.folder, MEMORY)} is not what this program wrote.`, {
        remedy:
          'Put it back from a backup that is not older than the last receipt. Without it a replay cannot be noticed.',
        cause: error,
      })
    }
  }

  /** The new memory or the old one, on the disk when this returns. */
  write(next: Memory): void {
    replaceFile(join(this.folder, MEMORY), canonicalBytes(next), 0o600)
    this.#memory = next
  }

  change(change: (now: Memory) => Memory): Memory {
    this.write(change(this.memory))
    return this.memory
  }

  path(...names: readonly string[]): string {
    return join(this.folder, ...names)
  }

  /** A folder of the state folder, made if it is not there. */
  room(name: string): string {
    const folder = this.path(name)
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
    } catch (error) {
      throw writeFailure(error, `The folder ${folder}`)
    }
    return folder
  }

  /** Keeps bytes of a generation; the same bytes once. Returns their SHA-256. */
  keep(bytes: Uint8Array): string {
    const hash = sha256Hex(bytes)
    const path = join(this.room('files'), hash)
    if (!existsSync(path)) replaceFile(path, bytes, 0o600)
    return hash
  }

  /** `receiver-memory-damaged` when they are not there or not those any more. */
  kept(hash: string): Uint8Array {
    const path = this.path('files', hash)
    const bytes = existsSync(path) ? readFileCapped(path, MAX_BLOB_BYTES) : null
    if (bytes === null || sha256Hex(bytes) !== hash) {
      throw fail('receiver-memory-damaged', `The kept file ${path} is missing or was changed.`, {
        remedy: 'Apply the hand-off again from its .tar, or put the state folder back from a backup.',
      })
    }
    return bytes
  }
}
