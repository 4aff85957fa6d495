import { readLines } from '../files/lines.ts'
import { RowReader } from './read-row.ts'
import { type RevocationRow, RowProblem } from './revocation-row.ts'

/** Some millions of rows. */
export const LIST_LIMIT = 512 * 1024 * 1024

export interface ListReader {
  /** `line` from 1. May throw RowProblem. */
  readonly row: (row: RevocationRow, line: number) => void
  readonly problem: (line: number, problem: RowProblem) => void
  readonly progress: (bytes: number) => void
}

/**
 * Goes through a list once: each piece is kept by `keep`, so that what was read is what is kept. Throws what readLines throws; what is
 * wrong with a row goes to `problem`.
 */
export async function readList(path: string, keep: (bytes: Uint8Array) => void, to: ListReader): Promise<void> {
  const reader = new RowReader()
  await readLines(path, LIST_LIMIT, {
    piece: keep,
    progress: to.progress,
    line: (text, number) => {
      try {
        const row = reader.read(text)
        if (row !== null) to.row(row, number)
      } catch (error) {
        if (!(error instanceof RowProblem)) throw error
        to.problem(number, error)
      }
    },
  })
}
