import { concatBytes } from '../bytes.ts'
import { generalizedTime, isEncodableTime, time } from './der-time.ts'
import { enumerated, sequence, TAG } from './der.ts'
import { extension } from './extensions.ts'
import { CRL_REASON_CODE, type CrlReason } from './reasons.ts'

const CHUNK = 1 << 16
/** An entry has at most 20 octets of serial number, one date and two extensions: every length in it fits one octet. */
const LONGEST_ENTRY = 128
const DAY = 86_400_000

export interface CrlEntry {
  /** Big-endian serial number, 1 to 20 octets as in the certificate. */
  readonly serial: Uint8Array
  /** Milliseconds since the epoch. May be backdated to the known compromise (BR §7.2.2). */
  readonly revocationDate: number
  readonly reason: CrlReason
  readonly invalidityDate?: number | undefined
}

/**
 * Collects the entries of one list as bytes, in chunks: a list of a million entries takes its own size in memory and no objects.
 * `add` throws RangeError for an entry that no list may have.
 */
export class CrlEntryWriter {
  readonly #chunks: Uint8Array[] = []
  readonly #extensions = new Map<CrlReason, Uint8Array>()
  #chunk = new Uint8Array(CHUNK)
  #used = 0
  /** The date of the last entry: lists have many entries of one day. */
  #day = Number.NaN
  #dayHeader: Uint8Array = new Uint8Array()

  add(entry: CrlEntry): void {
    const { serial, revocationDate } = entry
    if (serial.length === 0 || serial.length > 20) throw new RangeError('a serial number has not 1 to 20 octets')
    if (!isEncodableTime(revocationDate)) throw new RangeError('a revocation date is not a whole second from 1950')
    const extensions = this.#extensionsOf(entry)
    if (this.#used + LONGEST_ENTRY > CHUNK) this.#startChunk()
    const start = this.#used
    this.#used += 2
    this.#putSerial(serial)
    this.#putTime(revocationDate)
    this.#put(extensions)
    this.#chunk[start] = TAG.sequence
    this.#chunk[start + 1] = this.#used - start - 2
  }

  /** Takes the exact encoding of one entry. */
  addEncoded(der: Uint8Array): void {
    if (this.#used + der.length > CHUNK) this.#startChunk()
    if (der.length > CHUNK) throw new RangeError('an entry is longer than any entry of a list')
    this.#put(der)
  }

  /** The content of revokedCertificates: empty when nothing was added. */
  finish(): Uint8Array {
    return concatBytes(...this.#chunks, this.#chunk.subarray(0, this.#used))
  }

  #putSerial(serial: Uint8Array): void {
    let first = 0
    while (first < serial.length - 1 && serial[first] === 0) first++
    const padded = (serial[first] ?? 0) >= 0x80
    this.#chunk[this.#used++] = TAG.integer
    this.#chunk[this.#used++] = serial.length - first + (padded ? 1 : 0)
    if (padded) this.#chunk[this.#used++] = 0
    for (let i = first; i < serial.length; i++) this.#chunk[this.#used++] = serial[i] ?? 0
  }

  #putTime(milliseconds: number): void {
    const day = Math.floor(milliseconds / DAY)
    if (day !== this.#day) {
      this.#day = day
      this.#dayHeader = time(day * DAY).slice(0, -7)
    }
    this.#put(this.#dayHeader)
    const seconds = (milliseconds - day * DAY) / 1000
    this.#putTwoDigits(Math.floor(seconds / 3600))
    this.#putTwoDigits(Math.floor(seconds / 60) % 60)
    this.#putTwoDigits(seconds % 60)
    this.#chunk[this.#used++] = 0x5a
  }

  #putTwoDigits(value: number): void {
    this.#chunk[this.#used++] = 0x30 + Math.floor(value / 10)
    this.#chunk[this.#used++] = 0x30 + (value % 10)
  }

  #put(bytes: Uint8Array): void {
    this.#chunk.set(bytes, this.#used)
    this.#used += bytes.length
  }

  #startChunk(): void {
    this.#chunks.push(this.#chunk.subarray(0, this.#used))
    this.#chunk = new Uint8Array(CHUNK)
    this.#used = 0
  }

  #extensionsOf({ reason, invalidityDate }: CrlEntry): Uint8Array {
    if (invalidityDate !== undefined) return encodeExtensions(reason, invalidityDate)
    const known = this.#extensions.get(reason)
    if (known !== undefined) return known
    const encoded = encodeExtensions(reason, undefined)
    this.#extensions.set(reason, encoded)
    return encoded
  }
}

/** crlEntryExtensions, or nothing: the reason "unspecified" is left out (RFC 5280 §5.3.1). */
function encodeExtensions(reason: CrlReason, invalidityDate: number | undefined): Uint8Array {
  if (reason === 'removeFromCRL') throw new RangeError('removeFromCRL belongs to delta CRLs (RFC 5280 §5.3.1)')
  const list: Uint8Array[] = []
  if (reason !== 'unspecified') list.push(extension('reasonCode', false, enumerated(CRL_REASON_CODE[reason])))
  if (invalidityDate !== undefined) {
    if (!isEncodableTime(invalidityDate)) throw new RangeError('an invalidity date is not a whole second from 1950')
    list.push(extension('invalidityDate', false, generalizedTime(invalidityDate)))
  }
  return list.length === 0 ? new Uint8Array() : sequence(...list)
}
