import { createHash, type Hash } from 'node:crypto'
import { fail, type OperationError } from '../../../shared/failure.ts'
import { BLOCK, isZero, NotUstar, padding, readHeader } from '../handoff/ustar-header.ts'

export interface ReadFile {
  readonly path: string
  readonly size: number
  readonly sha256: string
}

export interface TarReaderOptions {
  /** Small files that are wanted as bytes; the others are only hashed. */
  readonly keep?: (path: string, size: number) => boolean
  /** The bytes of each file as they come. */
  readonly write?: (path: string, chunk: Uint8Array) => void
}

interface OpenFile {
  readonly path: string
  readonly size: number
  readonly hash: Hash
  readonly kept: Uint8Array[] | null
  left: number
}

const MAX_FILES = 50_000

/**
 * Reads a plain ustar archive that comes piece by piece, and hashes every file. Refuses with evidence-malformed what
 * `readUstar` (handoff/ustar) refuses: links, devices, extensions, unclean or repeated names, anything hidden in padding or behind the end.
 */
export class TarReader {
  readonly files: ReadFile[] = []
  readonly kept = new Map<string, Uint8Array>()
  readonly #options: TarReaderOptions
  readonly #names = new Set<string>()
  readonly #block = new Uint8Array(BLOCK)
  #filled = 0
  #open: OpenFile | null = null
  #skip = 0
  #zeros = 0

  constructor(options: TarReaderOptions = {}) {
    this.#options = options
  }

  push(chunk: Uint8Array): void {
    try {
      this.#push(chunk)
    } catch (error) {
      throw asRefusal(error)
    }
  }

  /** The archive is over: everything in it has to be. */
  end(): void {
    if (this.#open !== null || this.#filled > 0 || this.#skip > 0) throw refusal('it is cut')
    if (this.#zeros !== 2) throw refusal('its end is not the one that was written')
  }

  #push(chunk: Uint8Array): void {
    let at = 0
    while (at < chunk.length) {
      if (this.#open !== null && this.#open.left > 0) at += this.#takeContent(this.#open, chunk.subarray(at))
      else if (this.#skip > 0) at += this.#takePadding(chunk.subarray(at))
      else at += this.#takeBlock(chunk.subarray(at))
    }
  }

  #takeContent(open: OpenFile, rest: Uint8Array): number {
    const piece = rest.subarray(0, open.left)
    open.hash.update(piece)
    open.kept?.push(piece.slice())
    this.#options.write?.(open.path, piece)
    open.left -= piece.length
    if (open.left === 0) this.#close(open)
    return piece.length
  }

  #takePadding(rest: Uint8Array): number {
    const piece = rest.subarray(0, this.#skip)
    if (!isZero(piece)) throw new NotUstar('there is something hidden behind a file')
    this.#skip -= piece.length
    return piece.length
  }

  #takeBlock(rest: Uint8Array): number {
    const piece = rest.subarray(0, BLOCK - this.#filled)
    this.#block.set(piece, this.#filled)
    this.#filled += piece.length
    if (this.#filled === BLOCK) {
      this.#filled = 0
      this.#takeHeader(this.#block)
    }
    return piece.length
  }

  #takeHeader(block: Uint8Array): void {
    if (isZero(block)) {
      this.#zeros++
      return
    }
    if (this.#zeros > 0) throw new NotUstar('there is something behind its end')
    const { path, folder, size } = readHeader(block)
    if (this.#names.has(path)) throw new NotUstar(`the name ${path} comes twice`)
    if (this.#names.size >= MAX_FILES) throw new NotUstar(`it holds more than ${String(MAX_FILES)} names`)
    this.#names.add(path)
    if (folder) return
    const kept = this.#options.keep?.(path, size) === true ? [] : null
    const open: OpenFile = { path, size, hash: createHash('sha256'), kept, left: size }
    this.#open = open
    if (size === 0) this.#close(open)
  }

  #close({ path, size, hash, kept }: OpenFile): void {
    this.files.push({ path, size, sha256: hash.digest('hex') })
    if (kept !== null) this.kept.set(path, new Uint8Array(Buffer.concat(kept)))
    this.#open = null
    this.#skip = padding(size)
  }
}

function asRefusal(error: unknown): unknown {
  return error instanceof NotUstar ? refusal(error.message) : error
}

function refusal(why: string): OperationError {
  return fail('evidence-malformed', `The archive of evidence is refused: ${why}.`, {
    remedy: 'Take another copy of the package. Keep this one: it may have been tampered with.',
  })
}
