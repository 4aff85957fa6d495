import {
  inventoryRow,
  type InventoryRow,
  MAX_ROW_BYTES,
  ROW_FIELDS,
  rowLacks,
} from '../../../../shared/inventory/row.ts'
import { addRow } from '../fact-rows.ts'
import type { RowWriter } from '../row-writer.ts'
import type { Place, StreamReader } from './stream-reader.ts'

const LF = 0x0a

/** JSON Lines: one row a line, as shared/inventory/row.ts says. */
export class JsonLinesReader implements StreamReader {
  readonly #writer: RowWriter
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  readonly #unknown = new Set<string>()
  #offset: number
  #line: number
  #skipped = 0

  constructor(writer: RowWriter, from: Place) {
    this.#writer = writer
    this.#offset = from.offset
    this.#line = from.line
  }

  get place(): Place {
    return { offset: this.#offset, line: this.#line }
  }

  get isSettled(): boolean {
    return this.#skipped === 0
  }

  feed(bytes: Buffer, last: boolean): number {
    let at = 0
    for (;;) {
      const end = bytes.indexOf(LF, at)
      if (end === -1) break
      this.#take(bytes, at, end)
      at = end + 1
      this.#line++
    }
    if (bytes.length - at > MAX_ROW_BYTES || (this.#skipped > 0 && at < bytes.length)) {
      this.#skipped += bytes.length - at
      at = bytes.length
    }
    if (last) {
      if (at < bytes.length || this.#skipped > 0) this.#take(bytes, at, bytes.length, true)
      at = bytes.length
    }
    this.#offset += at
    return at
  }

  #take(bytes: Buffer, start: number, end: number, isUnfinished = false): void {
    const length = this.#skipped + end - start
    const isTooLong = this.#skipped > 0 || length > MAX_ROW_BYTES
    this.#skipped = 0
    const line = bytes.subarray(start, end)
    if (isTooLong) {
      const kept = line.subarray(0, 4096)
      this.#writer.reject(this.#line, kept, `a row of more than ${String(MAX_ROW_BYTES)} bytes`, length)
      return
    }
    if (isBlank(line)) return
    const row = this.#parse(line, isUnfinished)
    if (typeof row === 'string') this.#writer.reject(this.#line, line, row)
    else {
      const problem = addRow(this.#writer, row, this.#line)
      if (problem !== null) this.#writer.reject(this.#line, line, problem)
    }
  }

  #parse(line: Buffer, isUnfinished: boolean): InventoryRow | string {
    let value: unknown
    try {
      let text = this.#decoder.decode(line)
      if (this.#line === 1 && text.startsWith('\uFEFF')) text = text.slice(1)
      value = JSON.parse(text)
    } catch (error) {
      if (error instanceof TypeError) return 'it is not UTF-8'
      // Nested too deeply for the parser.
      if (error instanceof RangeError) return 'it is nested too deeply'
      if (!isUnfinished) return 'it is not JSON'
      this.#writer.find('truncated', 'The file ends in the middle of a row.', { position: this.#line })
      return 'the file ends in the middle of this row'
    }
    const parsed = inventoryRow.safeParse(value)
    if (!parsed.success) {
      const [issue] = parsed.error.issues
      const field = issue?.path.join('.') ?? ''
      return `${field === '' ? '' : `${field}: `}${issue?.message ?? 'it is no row'}`.slice(0, 300)
    }
    this.#noteUnknown(value as object)
    return rowLacks(parsed.data, this.#writer.of) ?? parsed.data
  }

  #noteUnknown(value: object): void {
    for (const name in value) {
      if (ROW_FIELDS.has(name) || this.#unknown.has(name) || this.#unknown.size >= 20) continue
      this.#unknown.add(name)
      const words = `Rows have a field "${name.slice(0, 60)}", which is not known; it was left out.`
      this.#writer.find('unknown-field', words, { position: this.#line })
    }
  }
}

function isBlank(line: Buffer): boolean {
  for (const octet of line) if (octet !== 0x20 && octet !== 0x0d && octet !== 0x09) return false
  return true
}
