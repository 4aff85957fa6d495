import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { setImmediate as breathe } from 'node:timers/promises'
import { fail } from '../../../shared/failure.ts'
import { readFailure } from '../files/host-files.ts'
import { RowReader } from './read-row.ts'
import { type RevocationRow, RowProblem } from './revocation-row.ts'

/** Some millions of rows. */
export const LIST_LIMIT = 512 * 1024 * 1024
/** A row is far shorter; a file without line ends is not held in memory. */
const LONGEST_LINE = 4096
const CHUNK = 1 << 20

export interface ListReader {
  /** `line` from 1. May throw RowProblem. */
  readonly row: (row: RevocationRow, line: number) => void
  readonly problem: (line: number, problem: RowProblem) => void
  readonly progress: (bytes: number) => void
}

/**
 * Goes through a list once, from its first byte to its last: each piece is kept by `keep`, so that what was read is what is kept.
 * Throws file-too-large, file-not-found, file-unreadable; what a row says goes to `problem`.
 */
export async function readList(path: string, keep: (bytes: Uint8Array) => void, to: ListReader): Promise<void> {
  const descriptor = openList(path)
  try {
    const lines = new Lines(to)
    const chunk = Buffer.allocUnsafe(CHUNK)
    for (let total = 0; ;) {
      const length = readPiece(descriptor, chunk, path)
      if (length === 0) break
      total += length
      if (total > LIST_LIMIT) throw tooLarge(path)
      keep(chunk.subarray(0, length))
      lines.take(chunk.toString('latin1', 0, length))
      to.progress(total)
      await breathe()
    }
    lines.finish()
  } finally {
    closeSync(descriptor)
  }
}

/** Puts the lines together that the pieces cut. */
class Lines {
  readonly #reader = new RowReader()
  readonly #to: ListReader
  #rest = ''
  #line = 0

  constructor(to: ListReader) {
    this.#to = to
  }

  take(text: string): void {
    let from = 0
    for (;;) {
      const end = text.indexOf('\n', from)
      if (end < 0) break
      this.#read(this.#rest + text.slice(from, end))
      this.#rest = ''
      from = end + 1
    }
    this.#rest += text.slice(from)
    if (this.#rest.length > LONGEST_LINE)
      throw fail('revocation-refused', `Line ${String(this.#line + 1)} of the list has no end.`, {
        remedy: 'Check that this is the file you meant: one certificate a line.',
      })
  }

  finish(): void {
    if (this.#rest !== '') this.#read(this.#rest)
  }

  #read(line: string): void {
    this.#line++
    try {
      const row = this.#reader.read(line)
      if (row !== null) this.#to.row(row, this.#line)
    } catch (error) {
      if (!(error instanceof RowProblem)) throw error
      this.#to.problem(this.#line, error)
    }
  }
}

function openList(path: string): number {
  let descriptor: number
  try {
    // Without O_NONBLOCK, opening a named pipe would wait for ever.
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch (error) {
    throw readFailure(path, error)
  }
  const status = fstatSync(descriptor)
  if (status.isFile() && status.size <= LIST_LIMIT) return descriptor
  closeSync(descriptor)
  if (status.isFile()) throw tooLarge(path)
  throw fail('file-unreadable', `"${path}" is not a file.`, { remedy: 'Choose a file.' })
}

function readPiece(descriptor: number, chunk: Uint8Array, path: string): number {
  try {
    return readSync(descriptor, chunk)
  } catch (error) {
    throw readFailure(path, error)
  }
}

function tooLarge(path: string): Error {
  return fail(
    'file-too-large',
    `"${path}" is larger than ${String(LIST_LIMIT)} bytes, the most that is accepted here.`,
    {
      remedy: 'Check that this is the file you meant, or revoke in several runs.',
      detail: { limit: LIST_LIMIT },
    },
  )
}
