import { fail } from '../../../shared/failure.ts'
import { serialHash } from '../../../shared/inventory/serial.ts'

/** 24 bits of an entry say which row. */
export const MOST_ROWS = 1 << 24

/**
 * Which rows have a serial number: 64 bits each, 40 of a hash of the serial number and 24 of the row, in rising order. Whether a
 * serial number is the same is decided on its octets, by whoever asks.
 */
export class SerialIndex {
  /** Pairs: low word, high word. */
  readonly #words: Uint32Array
  readonly rows: number

  constructor(sorted: BigUint64Array) {
    this.#words = new Uint32Array(sorted.buffer, sorted.byteOffset, sorted.length * 2)
    this.rows = sorted.length
  }

  /** The hash of entry `at` in two parts: its high 32 bits and its low 8. */
  high(at: number): number {
    return this.#words[at * 2 + 1] ?? 0
  }

  low(at: number): number {
    return (this.#words[at * 2] ?? 0) >>> 24
  }

  row(at: number): number {
    return (this.#words[at * 2] ?? 0) & 0xff_ffff
  }

  /** Rows that may have this serial number. */
  candidates(serial: Uint8Array): number[] {
    const out = { high: 0, low: 0 }
    serialHash(serial, 0, serial.length, out)
    const [high, low] = entryHash(out)
    let at = this.#first(high, low)
    const rows: number[] = []
    while (at < this.rows && this.high(at) === high && this.low(at) === low) rows.push(this.row(at++))
    return rows
  }

  #first(high: number, low: number): number {
    let from = 0
    let to = this.rows
    while (from < to) {
      const middle = (from + to) >>> 1
      const isBefore = this.high(middle) < high || (this.high(middle) === high && this.low(middle) < low)
      if (isBefore) from = middle + 1
      else to = middle
    }
    return from
  }
}

/** Collects serial numbers in the order of rows; then sorts. */
export class SerialIndexBuilder {
  readonly #entries: BigUint64Array
  readonly #words: Uint32Array
  readonly #out = { high: 0, low: 0 }
  #rows = 0

  constructor(rows: number) {
    if (rows > MOST_ROWS)
      throw fail('too-large', `An inventory has at most ${String(MOST_ROWS)} rows.`, {
        remedy: 'Import the fleet in several inventories, by issuer.',
      })
    this.#entries = new BigUint64Array(rows)
    this.#words = new Uint32Array(this.#entries.buffer)
  }

  /** `serials`: 21 octets each, how many and then so many. */
  addBlock(serials: Uint8Array, rows: number): void {
    for (let i = 0; i < rows; i++) {
      const start = i * 21 + 1
      serialHash(serials, start, start + (serials[start - 1] ?? 0), this.#out)
      const [high, low] = entryHash(this.#out)
      this.#words[this.#rows * 2] = ((low << 24) | this.#rows) >>> 0
      this.#words[this.#rows * 2 + 1] = high
      this.#rows++
    }
  }

  sorted(): BigUint64Array {
    // In place: a copy would cost as much memory again.
    // oxlint-disable-next-line unicorn/no-array-sort
    return this.#entries.sort()
  }
}

function entryHash({ high, low }: { high: number; low: number }): [high: number, low: number] {
  return [((high << 24) | (low >>> 8)) >>> 0, low & 0xff]
}
