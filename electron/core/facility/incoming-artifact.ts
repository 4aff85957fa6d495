import { createHash } from 'node:crypto'
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { writeFailure } from '../files/disk-failure.ts'
import { removeQuietly } from '../files/durable-file.ts'

/** Bytes on their way into the store, hashed as they come: for what is too large to be held in memory. */
export class IncomingArtifact {
  readonly #path: string
  readonly #descriptor: number
  readonly #hash = createHash('sha256')
  readonly #shelve: (path: string, sha256: string) => void
  #size = 0
  #open = true

  /** `path` is new; `shelve` gives the finished file its name. */
  constructor(path: string, shelve: (path: string, sha256: string) => void) {
    this.#path = path
    this.#shelve = shelve
    this.#descriptor = openSync(path, 'wx', 0o644)
  }

  get size(): number {
    return this.#size
  }

  /** Throws disk-full, disk-read-only; nothing is left then. */
  write(chunk: Uint8Array): void {
    try {
      let written = 0
      while (written < chunk.length) written += writeSync(this.#descriptor, chunk, written)
    } catch (error) {
      this.discard()
      throw writeFailure(error, 'An artifact')
    }
    this.#hash.update(chunk)
    this.#size += chunk.length
  }

  /** On the disk and under its digest when this returns. Throws what `write` throws. */
  finish(): { readonly sha256: string; readonly size: number } {
    const sha256 = this.#hash.digest('hex')
    try {
      fsyncSync(this.#descriptor)
      this.#close()
      this.#shelve(this.#path, sha256)
    } catch (error) {
      throw writeFailure(error, 'An artifact')
    } finally {
      this.discard()
    }
    return { sha256, size: this.#size }
  }

  /** Leaves nothing behind of what is not finished. */
  discard(): void {
    try {
      this.#close()
    } catch {
      // The failure that led here is the one to report.
    }
    removeQuietly(this.#path)
  }

  #close(): void {
    if (!this.#open) return
    this.#open = false
    closeSync(this.#descriptor)
  }
}
