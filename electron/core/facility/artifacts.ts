import { createHash } from 'node:crypto'
import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { bytesToHex } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import { errorCode, writeFailure } from '../files/disk-failure.ts'
import { makeFolder, removeQuietly, syncFolder, syncTogether, writeDurably } from '../files/durable-file.ts'
import { digestOf } from '../digest.ts'
import { hostRandom } from '../random.ts'
import { IncomingArtifact } from './incoming-artifact.ts'

const INCOMING = 'incoming'
const DIGEST = /^[0-9a-f]{64}$/

export interface StoredArtifact {
  readonly sha256: string
  readonly size: number
}

/** For whoever only reads. `get` hashes what it returns. */
export type ArtifactReader = Pick<ArtifactStore, 'get'>

/** Everything that can be done with the artifacts of a facility without changing it. */
export type ArtifactShelf = Pick<ArtifactStore, 'get' | 'check' | 'chunks' | 'has' | 'list' | 'sizeOf'>

/** How much of a large artifact is in memory at a time. */
const CHUNK = 1 << 20

/** The bytes that the log names by digest: `artifacts/<2 hex>/<64 hex>`. What is returned was hashed again. */
export class ArtifactStore {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  /** On the disk when this returns. Storing the same bytes again changes nothing. `disk-full`, `disk-read-only`. */
  put(bytes: Uint8Array): StoredArtifact {
    const sha256 = digestOf(bytes)
    const stored = { sha256, size: bytes.length }
    if (this.#isWhole(sha256)) return stored
    const incoming = this.#incomingPath()
    try {
      this.#makeIncoming()
      writeDurably(incoming, bytes, 0o644)
      this.#shelve(incoming, sha256)
    } catch (error) {
      throw writeFailure(error, 'An artifact')
    } finally {
      removeQuietly(incoming)
    }
    return stored
  }

  /** The same for bytes in parts, which are not joined in memory; a part may come in chunks. */
  putParts(...parts: readonly (Uint8Array | Iterable<Uint8Array>)[]): StoredArtifact {
    const incoming = this.receive()
    try {
      for (const part of parts)
        if (part instanceof Uint8Array) incoming.write(part)
        else for (const chunk of part) incoming.write(chunk)
      return incoming.finish()
    } finally {
      incoming.discard()
    }
  }

  /**
   * Many small ones, in this order: written first, then made durable together, which a disk does much faster than one by one. On the disk
   * when this resolves. `disk-full`, `disk-read-only`.
   */
  async putAll(all: readonly Uint8Array[]): Promise<string[]> {
    const written: { path: string; sha256: string }[] = []
    try {
      this.#makeIncoming()
      const digests = all.map((bytes) => {
        const sha256 = digestOf(bytes)
        if (this.#isWhole(sha256)) return sha256
        const path = this.#incomingPath()
        written.push({ path, sha256 })
        writeFileSync(path, bytes, { mode: 0o644, flag: 'wx' })
        return sha256
      })
      await syncTogether(
        written.map(({ path }) => path),
        'files',
      )
      const shelves = new Set(written.map(({ sha256 }) => this.#shelf(sha256)))
      for (const shelf of shelves) makeFolder(shelf)
      for (const { path, sha256 } of written) renameSync(path, this.#path(sha256))
      await syncTogether([...shelves, this.#folder], 'folders')
      return digests
    } catch (error) {
      throw writeFailure(error, 'An artifact')
    } finally {
      for (const { path } of written) removeQuietly(path)
    }
  }

  /** For bytes that come piece by piece; `finish` puts them under their digest. `disk-full`, `disk-read-only`. */
  receive(): IncomingArtifact {
    try {
      this.#makeIncoming()
      return new IncomingArtifact(this.#incomingPath(), (path, sha256) => {
        this.#shelve(path, sha256)
      })
    } catch (error) {
      throw writeFailure(error, 'An artifact')
    }
  }

  /** The bytes, at most a megabyte at a time, hashed again on the way: the end throws what `get` throws. The array is used again. */
  *chunks(sha256: string): Generator<Uint8Array> {
    const descriptor = this.#open(sha256)
    try {
      const hash = createHash('sha256')
      const buffer = new Uint8Array(CHUNK)
      for (;;) {
        const length = this.#readInto(descriptor, buffer, sha256)
        if (length === 0) break
        const chunk = buffer.subarray(0, length)
        hash.update(chunk)
        yield chunk
      }
      if (hash.digest('hex') !== sha256) throw changed(sha256)
    } finally {
      closeSync(descriptor)
    }
  }

  /** Whether the bytes are those of the digest, with little memory. Throws what `get` throws. */
  check(sha256: string): void {
    for (const chunk of this.chunks(sha256)) void chunk
  }

  /** In bytes. `artifact-missing`. */
  sizeOf(sha256: string): number {
    const status = statSync(this.#path(sha256), { throwIfNoEntry: false })
    if (status === undefined) throw missing(sha256)
    return status.size
  }

  /** `artifact-missing`, or `facility-damaged` when the bytes are not those of the digest. */
  get(sha256: string): Uint8Array {
    const bytes = this.#read(sha256)
    if (bytes === null) throw missing(sha256)
    if (digestOf(bytes) !== sha256) throw changed(sha256)
    return bytes
  }

  /** Where the bytes lie; whoever reads them there hashes what they read. */
  pathOf(sha256: string): string {
    return this.#path(sha256)
  }

  /** Present; `get` says whether it is whole. */
  has(sha256: string): boolean {
    return existsSync(this.#path(sha256))
  }

  /** Digests in rising order. */
  list(): string[] {
    return namesIn(this.#folder)
      .filter((shelf) => /^[0-9a-f]{2}$/.test(shelf))
      .flatMap((shelf) => namesIn(join(this.#folder, shelf)).filter((name) => DIGEST.test(name)))
      .toSorted()
  }

  /** Removes what a crash left half received. Only for the holder of the facility lock. */
  clearIncoming(): void {
    try {
      rmSync(join(this.#folder, INCOMING), { recursive: true, force: true })
    } catch (error) {
      throw writeFailure(error, 'The artifact folder')
    }
  }

  #isWhole(sha256: string): boolean {
    const bytes = this.#read(sha256)
    return bytes !== null && digestOf(bytes) === sha256
  }

  #read(sha256: string): Uint8Array | null {
    const path = this.#path(sha256)
    try {
      const { buffer, byteOffset, length } = readFileSync(path)
      // A view: a list of a million entries is not copied.
      return new Uint8Array(buffer, byteOffset, length)
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return null
      throw unreadable(sha256, error)
    }
  }

  #open(sha256: string): number {
    try {
      return openSync(this.#path(sha256), 'r')
    } catch (error) {
      throw errorCode(error) === 'ENOENT' ? missing(sha256) : unreadable(sha256, error)
    }
  }

  #readInto(descriptor: number, buffer: Uint8Array, sha256: string): number {
    try {
      return readSync(descriptor, buffer)
    } catch (error) {
      throw unreadable(sha256, error)
    }
  }

  #incomingPath(): string {
    return join(this.#folder, INCOMING, bytesToHex(hostRandom(12)))
  }

  #makeIncoming(): void {
    for (const folder of [this.#folder, join(this.#folder, INCOMING)]) makeFolder(folder)
  }

  #shelve(path: string, sha256: string): void {
    const shelf = this.#shelf(sha256)
    makeFolder(shelf)
    renameSync(path, join(shelf, sha256))
    syncFolder(shelf)
    syncFolder(this.#folder)
  }

  #path(sha256: string): string {
    return join(this.#shelf(sha256), sha256)
  }

  #shelf(sha256: string): string {
    // A digest becomes a path here: nothing else may.
    if (!DIGEST.test(sha256)) throw fail('invalid-request', 'An artifact is named by 64 lowercase hex digits.')
    return join(this.#folder, sha256.slice(0, 2))
  }
}

function missing(sha256: string) {
  return fail('artifact-missing', 'A file that the log names is missing from the facility.', {
    remedy: 'Restore it from a backup of the facility: its name is its SHA-256.',
    detail: { sha256 },
  })
}

function changed(sha256: string) {
  return fail('facility-damaged', 'A file of the facility was changed: it does not match its digest in the log.', {
    remedy: 'Restore it from a backup of the facility: its name is its SHA-256.',
    detail: { sha256 },
  })
}

function unreadable(sha256: string, cause: unknown) {
  return fail('facility-damaged', `A file of the facility cannot be read (${errorCode(cause)}).`, {
    remedy: 'Check the disk; restore the file from a backup of the facility.',
    detail: { sha256 },
    cause,
  })
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return []
    throw fail('facility-damaged', `The artifact folder cannot be read (${errorCode(error)}).`, { cause: error })
  }
}
