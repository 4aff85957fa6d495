import type { RowWriter } from '../row-writer.ts'
import type { Place, StreamReader } from './stream-reader.ts'

/** A file of no kind that is known: it is set aside as a whole, in one row. */
export class UnknownReader implements StreamReader {
  readonly #writer: RowWriter
  #offset: number
  #first: Buffer | null = null

  constructor(writer: RowWriter, from: Place) {
    this.#writer = writer
    this.#offset = from.offset
  }

  get place(): Place {
    return { offset: this.#offset, line: 1 }
  }

  /** What it is made of is said once, at its end. */
  readonly isSettled = false

  feed(bytes: Buffer, last: boolean): number {
    this.#first ??= Buffer.from(bytes.subarray(0, 4096))
    this.#offset += bytes.length
    if (last) this.#writer.reject(0, this.#first, reasonOf(this.#first), this.#offset)
    return bytes.length
  }
}

function reasonOf(first: Buffer): string {
  if (first.length === 0) return 'an empty file'
  const mark = first.readUIntBE(0, Math.min(2, first.length))
  if (mark === 0xfffe || mark === 0xfeff) return 'text in UTF-16; rows are UTF-8'
  return 'a file of no kind that is read here: JSON Lines, PEM, DER, cfssl certdb, OpenBao list, CRL'
}
