import type { RowWriter } from '../row-writer.ts'
import type { Place, StreamReader } from './stream-reader.ts'

/** No certificate is larger; what says that it is, is none. */
const MAX_CERTIFICATE = 65_536
const SEQUENCE = 0x30

/** DER certificates, one after another. */
export class DerReader implements StreamReader {
  readonly #writer: RowWriter
  #offset: number
  /** Bytes that belong to nothing, up to the next thing that looks like a certificate. */
  #garbage = 0

  constructor(writer: RowWriter, from: Place) {
    this.#writer = writer
    this.#offset = from.offset
  }

  get place(): Place {
    return { offset: this.#offset, line: 1 }
  }

  get isSettled(): boolean {
    return this.#garbage === 0
  }

  feed(bytes: Buffer, last: boolean): number {
    let at = 0
    while (at < bytes.length) {
      const left = bytes.length - at
      // The headers of the certificate and of its to-be-signed part.
      if (left < 8 && !last) break
      const size = certificateSize(bytes, at)
      if (size === null) {
        const next = nextCertificate(bytes, at + 1, last)
        this.#garbage += next - at
        at = next
        continue
      }
      if (size > left && !last) break
      this.#endGarbage(bytes, at)
      if (size > left) {
        this.#writer.find('truncated', 'The file ends in the middle of a certificate.', { position: this.#offset + at })
        this.#writer.reject(this.#offset + at, bytes.subarray(at), 'the file ends in the middle of this certificate')
        at = bytes.length
        continue
      }
      this.#writer.certificate(bytes, at, at + size, this.#offset + at)
      at += size
    }
    if (last) this.#endGarbage(bytes, at)
    this.#offset += at
    return at
  }

  #endGarbage(bytes: Buffer, at: number): void {
    if (this.#garbage === 0) return
    const kept = bytes.subarray(Math.max(0, at - this.#garbage), at)
    const position = this.#offset + at - this.#garbage
    this.#writer.reject(position, kept, 'bytes that are no certificate', this.#garbage)
    this.#garbage = 0
  }
}

/** Header and content of what looks like a certificate here, or null. */
export function certificateSize(bytes: Buffer, at: number): number | null {
  if (bytes[at] !== SEQUENCE) return null
  const first = bytes[at + 1] ?? 0
  if (first < 0x81 || first > 0x83) return null
  const octets = first - 0x80
  if (at + 2 + octets >= bytes.length) return null
  const size = 2 + octets + bytes.readUIntBE(at + 2, octets)
  return size <= MAX_CERTIFICATE && bytes[at + 2 + octets] === SEQUENCE ? size : null
}

/** Where the next thing that looks like a certificate begins; the end where nothing does. */
function nextCertificate(bytes: Buffer, from: number, last: boolean): number {
  for (let at = bytes.indexOf(SEQUENCE, from); at !== -1; at = bytes.indexOf(SEQUENCE, at + 1)) {
    if (bytes.length - at < 8 && !last) return at
    if (certificateSize(bytes, at) !== null) return at
  }
  return bytes.length
}
