import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { setImmediate as breathe } from 'node:timers/promises'
import { fail } from '../../../shared/failure.ts'
import { readFailure } from './host-files.ts'

/** A row is far shorter; a file without line ends is not held in memory. */
const LONGEST_LINE = 4096
const CHUNK = 1 << 20

export interface LinesTo {
  /** Without its line feed, an octet a character; `number` from 1. */
  readonly line: (text: string, number: number) => void
  /** Each piece of the file, before its lines. */
  readonly piece?: (bytes: Uint8Array) => void
  /** Bytes that were read so far. */
  readonly progress?: (bytes: number) => void
}

/**
 * Goes through a file of lines once, from its first byte to its last, and holds a piece of it at a time. Throws file-not-found,
 * file-unreadable, file-too-large, also for a line that has no end.
 */
export async function readLines(path: string, maxBytes: number, to: LinesTo): Promise<void> {
  const descriptor = openText(path, maxBytes)
  try {
    const lines = new Lines(path, to.line)
    const chunk = Buffer.allocUnsafe(CHUNK)
    for (let total = 0; ;) {
      const length = readPiece(descriptor, chunk, path)
      if (length === 0) break
      total += length
      if (total > maxBytes) throw tooLarge(path, maxBytes)
      to.piece?.(chunk.subarray(0, length))
      lines.take(chunk.toString('latin1', 0, length))
      to.progress?.(total)
      await breathe()
    }
    lines.finish()
  } finally {
    closeSync(descriptor)
  }
}

/** Puts the lines together that the pieces cut. */
class Lines {
  readonly #path: string
  readonly #line: LinesTo['line']
  #rest = ''
  #number = 0

  constructor(path: string, line: LinesTo['line']) {
    this.#path = path
    this.#line = line
  }

  take(text: string): void {
    let from = 0
    for (;;) {
      const end = text.indexOf('\n', from)
      if (end < 0) break
      this.#line(this.#rest === '' ? text.slice(from, end) : this.#rest + text.slice(from, end), ++this.#number)
      this.#rest = ''
      from = end + 1
    }
    this.#rest += text.slice(from)
    if (this.#rest.length > LONGEST_LINE)
      throw fail('file-too-large', `Line ${String(this.#number + 1)} of "${this.#path}" has no end.`, {
        remedy: 'Check that this is the file you meant: one thing a line.',
      })
  }

  finish(): void {
    if (this.#rest !== '') this.#line(this.#rest, ++this.#number)
  }
}

function openText(path: string, maxBytes: number): number {
  let descriptor: number
  try {
    // Without O_NONBLOCK, opening a named pipe would wait for ever.
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch (error) {
    throw readFailure(path, error)
  }
  const status = fstatSync(descriptor)
  if (status.isFile() && status.size <= maxBytes) return descriptor
  closeSync(descriptor)
  if (status.isFile()) throw tooLarge(path, maxBytes)
  throw fail('file-unreadable', `"${path}" is not a file.`, { remedy: 'Choose a file.' })
}

function readPiece(descriptor: number, chunk: Uint8Array, path: string): number {
  try {
    return readSync(descriptor, chunk)
  } catch (error) {
    throw readFailure(path, error)
  }
}

function tooLarge(path: string, maxBytes: number): Error {
  return fail('file-too-large', `"${path}" is larger than ${String(maxBytes)} bytes, the most that is accepted here.`, {
    remedy: 'Check that this is the file you meant, or give it in several parts.',
    detail: { limit: maxBytes },
  })
}
