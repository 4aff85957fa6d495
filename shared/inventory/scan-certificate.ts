import { DerError } from '../pki/der-reader.ts'
import { scanTime } from './scan-time.ts'

const TAG = { boolean: 0x01, integer: 0x02, bitString: 0x03, octets: 0x04, oid: 0x06, sequence: 0x30 } as const
/** Content octets of 2.5.29.x, the extensions that are read. */
const SUBJECT_KEY_ID = 14
const SUBJECT_ALT_NAME = 17
const BASIC_CONSTRAINTS = 19
const AUTHORITY_KEY_ID = 35

/**
 * Where the fields of one X.509 certificate lie (RFC 5280 §4.1), found by walking its outer framing: names, keys and
 * extensions that nobody asks for are skipped, not decoded. One object is used for a million certificates. Offsets are into the
 * bytes that were scanned; an absent field is empty. Times are seconds since 1970.
 */
export class CertificateScan {
  /** Without leading zero octets; one octet for zero. */
  serialStart = 0
  serialEnd = 0
  issuerStart = 0
  issuerEnd = 0
  subjectStart = 0
  subjectEnd = 0
  spkiStart = 0
  spkiEnd = 0
  notBefore = 0
  notAfter = 0
  /** keyIdentifier of the authority key identifier. */
  authorityKeyIdStart = 0
  authorityKeyIdEnd = 0
  subjectKeyIdStart = 0
  subjectKeyIdEnd = 0
  /** Content of GeneralNames. */
  namesStart = 0
  namesEnd = 0
  isCa = false

  #der: Uint8Array = new Uint8Array()
  /** End of the content of the element that was opened last. */
  #end = 0

  /** DerError when the bytes from `start` to `end` are not exactly one certificate. */
  scan(der: Uint8Array, start: number, end: number): void {
    this.#der = der
    this.#reset()
    const tbs = this.#open(TAG.sequence, start, end)
    if (this.#end !== end) throw new DerError('trailing bytes', this.#end)
    const at = this.#open(TAG.sequence, tbs, end)
    const tbsEnd = this.#end
    this.#toBeSigned(at, tbsEnd)
    const algorithm = this.#skip(TAG.sequence, tbsEnd, end)
    this.#open(TAG.bitString, algorithm, end)
    if (this.#end !== end) throw new DerError('more than a signature', this.#end)
  }

  #reset(): void {
    this.authorityKeyIdStart = this.authorityKeyIdEnd = 0
    this.subjectKeyIdStart = this.subjectKeyIdEnd = 0
    this.namesStart = this.namesEnd = 0
    this.isCa = false
  }

  #toBeSigned(start: number, end: number): void {
    let at = start
    if (this.#der[at] === 0xa0) at = this.#skip(0xa0, at, end)
    at = this.#serial(at, end)
    at = this.#skip(TAG.sequence, at, end)
    this.issuerStart = at
    at = this.issuerEnd = this.#skip(TAG.sequence, at, end)
    at = this.#validity(at, end)
    this.subjectStart = at
    at = this.subjectEnd = this.#skip(TAG.sequence, at, end)
    this.spkiStart = at
    at = this.spkiEnd = this.#skip(TAG.sequence, at, end)
    for (const unique of [0x81, 0x82]) if (at < end && this.#der[at] === unique) at = this.#skip(unique, at, end)
    if (at < end) at = this.#extensions(at, end)
    if (at !== end) throw new DerError('an unknown field of the certificate', at)
  }

  #serial(at: number, limit: number): number {
    let start = this.#open(TAG.integer, at, limit)
    const end = this.#end
    const first = this.#der[start] ?? 0
    if (start === end) throw new DerError('a serial number without octets', at)
    if (first >= 0x80) throw new DerError('a negative serial number', at)
    if (first === 0 && end - start > 1 && (this.#der[start + 1] ?? 0) < 0x80)
      throw new DerError('a serial number that is not minimal', at)
    while (start < end - 1 && this.#der[start] === 0) start++
    if (end - start > 20) throw new DerError('a serial number of more than 20 octets (RFC 5280 §4.1.2.2)', at)
    this.serialStart = start
    return (this.serialEnd = end)
  }

  #validity(at: number, limit: number): number {
    const first = this.#open(TAG.sequence, at, limit)
    const end = this.#end
    const second = this.#timeEnd(first, end)
    this.notBefore = scanTime(this.#der, first, second)
    if (this.#timeEnd(second, end) !== end) throw new DerError('more than two times in the validity', second)
    this.notAfter = scanTime(this.#der, second, end)
    return end
  }

  #timeEnd(at: number, limit: number): number {
    return this.#skip(this.#der[at] === 0x18 ? 0x18 : 0x17, at, limit)
  }

  #extensions(start: number, limit: number): number {
    const list = this.#open(0xa3, start, limit)
    const outer = this.#end
    let at = this.#open(TAG.sequence, list, outer)
    if (this.#end !== outer) throw new DerError('more than one list of extensions', this.#end)
    while (at < outer) at = this.#extension(at, outer)
    return outer
  }

  #extension(start: number, limit: number): number {
    const oid = this.#open(TAG.sequence, start, limit)
    const end = this.#end
    const der = this.#der
    let at = this.#skip(TAG.oid, oid, end)
    const known = at - oid === 5 && der[oid + 2] === 0x55 && der[oid + 3] === 0x1d ? der[oid + 4] : undefined
    if (der[at] === TAG.boolean) at = this.#skip(TAG.boolean, at, end)
    const value = this.#open(TAG.octets, at, end)
    if (this.#end !== end) throw new DerError('an extension with more than a value', this.#end)
    if (known === AUTHORITY_KEY_ID) this.#authorityKeyId(value, end)
    else if (known === SUBJECT_ALT_NAME) this.#names(value, end)
    else if (known === BASIC_CONSTRAINTS) this.#basicConstraints(value, end)
    else if (known === SUBJECT_KEY_ID) this.#subjectKeyId(value, end)
    return end
  }

  #authorityKeyId(start: number, end: number): void {
    const at = this.#whole(TAG.sequence, start, end)
    if (this.authorityKeyIdEnd !== 0) throw new DerError('a second authority key identifier', start)
    if (at === end || this.#der[at] !== 0x80) return
    this.authorityKeyIdStart = this.#open(0x80, at, end)
    this.authorityKeyIdEnd = this.#end
  }

  #subjectKeyId(start: number, end: number): void {
    if (this.subjectKeyIdEnd !== 0) throw new DerError('a second subject key identifier', start)
    this.subjectKeyIdStart = this.#whole(TAG.octets, start, end)
    this.subjectKeyIdEnd = end
  }

  #names(start: number, end: number): void {
    if (this.namesEnd !== 0) throw new DerError('a second subject alternative name', start)
    this.namesStart = this.#whole(TAG.sequence, start, end)
    this.namesEnd = end
  }

  #basicConstraints(start: number, end: number): void {
    const at = this.#whole(TAG.sequence, start, end)
    this.isCa = at < end && this.#der[at] === TAG.boolean && this.#der[at + 2] === 0xff
  }

  /** Opens an element that fills the range; where its content begins. */
  #whole(tag: number, start: number, end: number): number {
    const content = this.#open(tag, start, end)
    if (this.#end !== end) throw new DerError('trailing bytes in an extension', this.#end)
    return content
  }

  #skip(tag: number, at: number, limit: number): number {
    this.#open(tag, at, limit)
    return this.#end
  }

  /** Reads a header; where the content begins. Its end is in #end. Lengths are minimal, of at most three octets. */
  #open(tag: number, at: number, limit: number): number {
    const der = this.#der
    if (at + 2 > limit) throw new DerError('the bytes end too early', at)
    if (der[at] !== tag) throw new DerError(`expected tag 0x${tag.toString(16)}`, at)
    const first = der[at + 1] ?? 0
    let start = at + 2
    let length = first
    if (first >= 0x80) {
      const count = first & 0x7f
      if (count === 0 || count > 3) throw new DerError('a length that no certificate has', at + 1)
      length = 0
      for (let i = 0; i < count; i++) length = length * 256 + (der[start + i] ?? 0)
      if (length < 0x80 || (count > 1 && length < 256 ** (count - 1)))
        throw new DerError('a length that is not minimal', at + 1)
      start += count
    }
    this.#end = start + length
    if (this.#end > limit) throw new DerError('an element runs past its end', at)
    return start
  }
}
