/** Where a reader is in its source: the first byte that it has not taken, and the number of the line there, from 1. */
export interface Place {
  readonly offset: number
  readonly line: number
}

/** Reads a source in pieces. What it has not taken comes again, with more behind it. */
export interface StreamReader {
  readonly place: Place
  /** False in the middle of something that is being skipped: no place to go on from. */
  readonly isSettled: boolean
  /** Takes whole units; how many bytes it took. `last`: nothing comes after. */
  feed(bytes: Buffer, last: boolean): number
}

export const START: Place = { offset: 0, line: 1 }

const LF = 0x0a

export function countLines(bytes: Buffer, start: number, end: number): number {
  let lines = 0
  for (let at = bytes.indexOf(LF, start); at !== -1 && at < end; at = bytes.indexOf(LF, at + 1)) lines++
  return lines
}
