const HASH_LENGTH = 32

/** Consecutive SHA-256 hashes in one buffer: a million of them as objects would take four times the memory. */
export class HashList {
  #base = 0
  #length = 0
  #buffer = new Uint8Array(64 * HASH_LENGTH)

  /** Forget everything; the next hash pushed is that of `index`. */
  restart(index: number): void {
    this.#base = index
    this.#length = 0
  }

  push(hash: Uint8Array): void {
    if ((this.#length + 1) * HASH_LENGTH > this.#buffer.length) {
      const larger = new Uint8Array(this.#buffer.length * 2)
      larger.set(this.#buffer)
      this.#buffer = larger
    }
    this.#buffer.set(hash, this.#length * HASH_LENGTH)
    this.#length += 1
  }

  at(index: number): Uint8Array | null {
    const offset = index - this.#base
    if (offset < 0 || offset >= this.#length) return null
    return this.#buffer.subarray(offset * HASH_LENGTH, (offset + 1) * HASH_LENGTH)
  }
}
