import { closeSync, fstatSync, read } from 'node:fs'
import { openSource, type Source, unreadable } from './sources.ts'

const PIECE = 1 << 20

/** Reads a file from its beginning in pieces, into memory that is used again and again. */
export class SourceFile {
  readonly #descriptor: number
  readonly #source: Source
  #buffer: Buffer
  #length = 0
  #taken = 0
  isLast = false

  /** Throws file-not-found, file-unreadable. */
  constructor(source: Source) {
    this.#source = source
    this.#descriptor = openSource(source.path)
    this.#buffer = Buffer.allocUnsafeSlow(Math.min(PIECE, source.size + 1))
  }

  get sizeNow(): number {
    return fstatSync(this.#descriptor).size
  }

  close(): void {
    closeSync(this.#descriptor)
  }

  /** Of what `next` gave, the first so many bytes are done with. */
  take(count: number): void {
    this.#taken = count
  }

  /** What was not taken yet, and more behind it: valid until this is called again. */
  async next(most = PIECE): Promise<Buffer> {
    const left = this.#length - this.#taken
    const wanted = left + Math.min(most, this.#source.size + 1)
    const into = wanted > this.#buffer.length ? Buffer.allocUnsafeSlow(wanted) : this.#buffer
    this.#buffer.copy(into, 0, this.#taken, this.#length)
    this.#taken = 0
    this.#buffer = into
    this.#length = left
    while (this.#length < wanted) {
      const more = await this.#read(wanted - this.#length)
      if (more === 0) {
        this.isLast = true
        break
      }
      this.#length += more
    }
    return this.#buffer.subarray(0, this.#length)
  }

  #read(most: number): Promise<number> {
    return new Promise((resolve, reject) => {
      read(this.#descriptor, this.#buffer, this.#length, most, null, (error, length) => {
        if (error === null) resolve(length)
        else reject(unreadable(this.#source.path, error))
      })
    })
  }
}
