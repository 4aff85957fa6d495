import { bytesToHex } from '../bytes.ts'
import { childrenOf, DerError, type DerElement, elementAt, readDer } from './der-reader.ts'
import { integerOctets, integerValue, type TimeValue, timeValue } from './der-values.ts'
import { TAG } from './der.ts'
import { type ExtensionFields, readExtensions } from './extension-fields.ts'
import { EXTENSION_OID } from './oids.ts'
import { type CrlReason, reasonOfCode } from './reasons.ts'

/** Serial numbers of X.509 have at most 20 octets; what is far beyond is no list of certificates. */
const LONGEST_SERIAL = 127

/** crlEntryExtensions with nothing but a reason, up to its code: what nearly every entry of every list has. */
const REASON_ALONE = Uint8Array.of(0x30, 0x0c, 0x30, 0x0a, 0x06, 0x03, 0x55, 0x1d, 0x15, 0x04, 0x03, 0x0a, 0x01)

/**
 * One entry of TBSCertList.revokedCertificates as a view into the bytes of its list. It was checked when it was made; hex and
 * extensions are made when somebody asks, so that a list of a million entries is gone through without a million texts.
 */
export class CrlEntryFields {
  readonly source: Uint8Array
  readonly start: number
  readonly end: number
  /** Where its INTEGER stands in `source`. */
  readonly serialAt: number
  /** Where its date begins and ends. */
  readonly dateAt: number
  readonly dateEnd: number
  readonly revocationDate: TimeValue
  /** Absent means unspecified. Null: a code that RFC 5280 does not know. */
  readonly reason: CrlReason | null | undefined
  readonly invalidityDate: TimeValue | undefined
  readonly #list: DerElement | null

  constructor(element: DerElement, dates: DateMemo) {
    const { source, start, contentStart, end } = element
    const serial = elementAt(source, contentStart, end)
    if (element.tag !== TAG.sequence || serial.end - serial.contentStart > LONGEST_SERIAL)
      throw new DerError('this is not an entry of a revocation list', start)
    integerOctets(serial)
    const date = elementAt(source, serial.end, end)
    const list = date.end === end ? null : elementAt(source, date.end, end)
    if (list !== null && list.end !== end) throw new DerError('unexpected field in an entry', list.end)
    this.source = source
    this.start = start
    this.end = end
    this.serialAt = serial.start
    this.dateAt = date.start
    this.dateEnd = date.end
    this.revocationDate = dates.read(date)
    this.#list = list
    const alone = list === null ? undefined : reasonAlone(list)
    if (list === null || alone !== undefined) {
      this.reason = alone
      this.invalidityDate = undefined
    } else {
      const extensions = readExtensions(list)
      this.reason = reasonIn(extensions)
      this.invalidityDate = invalidityIn(extensions)
    }
  }

  /** Content octets of the serial number in hex. */
  get serial(): string {
    const first = this.serialAt + 2
    return bytesToHex(this.source.subarray(first, first + (this.source[first - 1] ?? 0)))
  }

  /** The exact encoding. */
  get der(): Uint8Array {
    return this.source.subarray(this.start, this.end)
  }

  /** It has no extension, or a reason that is not critical and nothing else: what nearly every entry has. */
  get isPlain(): boolean {
    return this.#list === null || reasonAlone(this.#list) !== undefined
  }

  get extensions(): readonly ExtensionFields[] {
    return this.#list === null ? [] : readExtensions(this.#list)
  }
}

/** The entries of revokedCertificates, one at a time, each of them checked. DerError for what is none. */
export function* readEntries(list: DerElement): Generator<CrlEntryFields> {
  const dates = new DateMemo()
  for (const element of childrenOf(list)) yield new CrlEntryFields(element, dates)
}

/** The same for what stands in revokedCertificates, without its header. */
export function readEntryContent(content: Uint8Array): Generator<CrlEntryFields> {
  return readEntries({ source: content, tag: TAG.sequence, start: 0, contentStart: 0, end: content.length })
}

/** The reason of a list of extensions that has nothing else; undefined for any other list. */
function reasonAlone({ source, start, end }: DerElement): CrlReason | null | undefined {
  if (end - start !== REASON_ALONE.length + 1) return undefined
  for (let i = 0; i < REASON_ALONE.length; i++) if (source[start + i] !== REASON_ALONE[i]) return undefined
  return reasonOfCode(source[end - 1] ?? 0) ?? null
}

function reasonIn(extensions: readonly ExtensionFields[]): CrlReason | null | undefined {
  const found = extensions.find(({ oid }) => oid === EXTENSION_OID.reasonCode)
  if (found === undefined) return undefined
  return reasonOfCode(Number(integerValue(readDer(found.value), TAG.enumerated))) ?? null
}

function invalidityIn(extensions: readonly ExtensionFields[]): TimeValue | undefined {
  const found = extensions.find(({ oid }) => oid === EXTENSION_OID.invalidityDate)
  return found === undefined ? undefined : timeValue(readDer(found.value))
}

/** Remembers the date that was read last: lists have many entries of one second. */
export class DateMemo {
  #last: TimeValue | null = null
  #source: Uint8Array = new Uint8Array()
  #start = 0
  #end = 0

  read(element: DerElement): TimeValue {
    if (this.#last !== null && this.#isSame(element)) return this.#last
    this.#last = timeValue(element)
    this.#source = element.source
    this.#start = element.start
    this.#end = element.end
    return this.#last
  }

  #isSame({ source, start, end }: DerElement): boolean {
    if (end - start !== this.#end - this.#start) return false
    for (let i = end - start - 1; i >= 0; i--) if (source[start + i] !== this.#source[this.#start + i]) return false
    return true
  }
}
