import { base64Bytes } from '../given-certificate.ts'
import type { RowWriter } from '../row-writer.ts'
import { countLines, type Place, type StreamReader } from './stream-reader.ts'

const BEGIN = '-----BEGIN '
const END = '-----END '
/** A certificate of 64 KB in base64, with lines. */
const MAX_BLOCK = 96 * 1024

/**
 * PEM blocks (RFC 7468). Text between them is explanation and passed over; a block of another kind is set aside, and nothing of a
 * private key is kept.
 */
export class PemReader implements StreamReader {
  readonly #writer: RowWriter
  #offset: number
  #line: number

  constructor(writer: RowWriter, from: Place) {
    this.#writer = writer
    this.#offset = from.offset
    this.#line = from.line
  }

  get place(): Place {
    return { offset: this.#offset, line: this.#line }
  }

  readonly isSettled = true

  feed(bytes: Buffer, last: boolean): number {
    let at = 0
    for (;;) {
      const begin = bytes.indexOf(BEGIN, at)
      if (begin === -1) {
        // The last bytes may be the beginning of the next BEGIN.
        const end = last ? bytes.length : Math.max(at, bytes.length - BEGIN.length)
        at = this.#between(bytes, at, end)
        break
      }
      at = this.#between(bytes, at, begin)
      const end = this.#block(bytes, begin, last)
      if (end === null) break
      this.#line += countLines(bytes, at, end)
      at = end
    }
    this.#offset += at
    return at
  }

  /** One block from its BEGIN; where it ends, or null when more has to come first. */
  #block(bytes: Buffer, begin: number, last: boolean): number | null {
    const foot = bytes.indexOf(END, begin)
    const next = bytes.indexOf(BEGIN, begin + BEGIN.length)
    if (foot === -1 || (next !== -1 && next < foot)) {
      if (next === -1 && !last && bytes.length - begin < MAX_BLOCK) return null
      const stop = next === -1 ? bytes.length : next
      if (next === -1 && last)
        this.#writer.find('truncated', 'The file ends in the middle of a PEM block.', { position: this.#line })
      this.#reject(bytes, begin, stop, 'a PEM block without an end')
      return stop
    }
    const lineEnd = bytes.indexOf('\n', foot)
    if (lineEnd === -1 && !last && bytes.length - foot < 200) return null
    const stop = lineEnd === -1 ? bytes.length : lineEnd + 1
    if (stop - begin > MAX_BLOCK) this.#reject(bytes, begin, stop, 'a PEM block of more than 64 KB')
    else this.#read(bytes, begin, foot, stop)
    return stop
  }

  #read(bytes: Buffer, begin: number, foot: number, stop: number): void {
    const text = bytes.toString('latin1', begin, foot)
    const label = /^-----BEGIN ([A-Z0-9 ]{1,40})-----[ \t]*\r?\n/.exec(text)
    const footLabel = /^-----END ([A-Z0-9 ]{1,40})-----/.exec(bytes.toString('latin1', foot, stop))?.[1]
    if (label === null || label[1] !== footLabel) {
      this.#reject(bytes, begin, stop, 'a PEM block whose BEGIN and END do not fit together')
      return
    }
    if (label[1] !== 'CERTIFICATE' && label[1] !== 'X509 CERTIFICATE') {
      this.#reject(bytes, begin, stop, `a PEM block of another kind: ${label[1] ?? ''}`)
      return
    }
    const der = base64Bytes(text.slice(label[0].length))
    if (der === null) this.#reject(bytes, begin, stop, 'a PEM block that is not base64')
    else this.#writer.certificate(der, 0, der.length, this.#line)
  }

  #reject(bytes: Buffer, begin: number, end: number, reason: string): void {
    const block = bytes.subarray(begin, end)
    if (block.subarray(0, 64).includes('PRIVATE KEY')) {
      this.#writer.reject(this.#line, null, 'a PRIVATE KEY, of which nothing was kept', block.length)
      return
    }
    this.#writer.reject(this.#line, block, reason)
  }

  /** What stands between blocks: text is passed over, anything else is set aside. */
  #between(bytes: Buffer, start: number, end: number): number {
    const run = bytes.subarray(start, end)
    if (run.some((octet) => octet < 9 || (octet > 13 && octet < 32)))
      this.#writer.reject(this.#line, run, 'bytes between PEM blocks that are no text')
    this.#line += countLines(bytes, start, end)
    return end
  }
}
