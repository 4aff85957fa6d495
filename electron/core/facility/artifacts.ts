import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { bytesToHex, sha256Hex } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import { errorCode, writeFailure } from '../files/disk-failure.ts'
import { makeFolder, removeQuietly, syncFolder, writeDurably } from '../files/durable-file.ts'
import { hostRandom } from '../random.ts'

const INCOMING = 'incoming'
const DIGEST = /^[0-9a-f]{64}$/

export interface StoredArtifact {
  readonly sha256: string
  readonly size: number
}

/** For whoever only reads. `get` hashes what it returns. */
export type ArtifactReader = Pick<ArtifactStore, 'get'>

/** The bytes that the log names by digest: `artifacts/<2 hex>/<64 hex>`. What is returned was hashed again. */
export class ArtifactStore {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  /** On the disk when this returns. Storing the same bytes again changes nothing. `disk-full`, `disk-read-only`. */
  put(bytes: Uint8Array): StoredArtifact {
    const sha256 = sha256Hex(bytes)
    const stored = { sha256, size: bytes.length }
    if (this.#isWhole(sha256)) return stored
    const shelf = this.#shelf(sha256)
    const incoming = join(this.#folder, INCOMING, `${sha256}.${bytesToHex(hostRandom(6))}`)
    try {
      for (const folder of [this.#folder, join(this.#folder, INCOMING), shelf]) makeFolder(folder)
      writeDurably(incoming, bytes, 0o644)
      renameSync(incoming, join(shelf, sha256))
      syncFolder(shelf)
      syncFolder(this.#folder)
    } catch (error) {
      throw writeFailure(error, 'An artifact')
    } finally {
      removeQuietly(incoming)
    }
    return stored
  }

  /** `artifact-missing`, or `facility-damaged` when the bytes are not those of the digest. */
  get(sha256: string): Uint8Array {
    const bytes = this.#read(sha256)
    if (bytes === null) {
      throw fail('artifact-missing', 'A file that the log names is missing from the facility.', {
        remedy: 'Restore it from a backup of the facility: its name is its SHA-256.',
        detail: { sha256 },
      })
    }
    if (sha256Hex(bytes) !== sha256) {
      throw fail('facility-damaged', 'A file of the facility was changed: it does not match its digest in the log.', {
        remedy: 'Restore it from a backup of the facility: its name is its SHA-256.',
        detail: { sha256 },
      })
    }
    return bytes
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
    return bytes !== null && sha256Hex(bytes) === sha256
  }

  #read(sha256: string): Uint8Array | null {
    const path = this.#path(sha256)
    try {
      return new Uint8Array(readFileSync(path))
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return null
      throw fail('facility-damaged', `A file of the facility cannot be read (${errorCode(error)}).`, {
        remedy: 'Check the disk; restore the file from a backup of the facility.',
        detail: { sha256 },
        cause: error,
      })
    }
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

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return []
    throw fail('facility-damaged', `The artifact folder cannot be read (${errorCode(error)}).`, { cause: error })
  }
}
