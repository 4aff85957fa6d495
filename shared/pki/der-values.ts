import { contentOf, DerError, type DerElement } from './der-reader.ts'
import { isPrintable, TAG } from './der.ts'

/** The content of an INTEGER or ENUMERATED, checked to be minimal (X.690 §8.3.2). */
export function integerOctets(element: DerElement, tag: number = TAG.integer): Uint8Array {
  expectTag(element, tag)
  const content = contentOf(element)
  const [first, second] = content
  if (first === undefined) throw new DerError('an INTEGER without octets', element.start)
  const padded = second !== undefined && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80))
  if (padded) throw new DerError('an INTEGER that is not minimal', element.start)
  return content
}

export function integerValue(element: DerElement, tag: number = TAG.integer): bigint {
  const octets = integerOctets(element, tag)
  let value = 0n
  for (const octet of octets) value = (value << 8n) | BigInt(octet)
  return (octets[0] ?? 0) >= 0x80 ? value - (1n << BigInt(octets.length * 8)) : value
}

export function booleanValue(element: DerElement): boolean {
  expectTag(element, TAG.boolean)
  const content = contentOf(element)
  const [octet] = content
  if (content.length !== 1 || (octet !== 0 && octet !== 0xff)) {
    throw new DerError('a BOOLEAN that is neither 00 nor ff', element.start)
  }
  return octet === 0xff
}

export function objectIdentifierValue(element: DerElement): string {
  expectTag(element, TAG.oid)
  const content = contentOf(element)
  const arcs: number[] = []
  let arc = 0
  let open = false
  for (const octet of content) {
    if (!open && octet === 0x80) throw new DerError('an object identifier that is not minimal', element.start)
    arc = arc * 128 + (octet & 0x7f)
    if (!Number.isSafeInteger(arc)) throw new DerError('an arc of an object identifier is too large', element.start)
    open = (octet & 0x80) !== 0
    if (open) continue
    arcs.push(arc)
    arc = 0
  }
  const [first, ...rest] = arcs
  if (first === undefined || open) throw new DerError('an object identifier that is cut', element.start)
  const root = Math.min(2, Math.floor(first / 40))
  return [root, first - root * 40, ...rest].join('.')
}

export interface BitStringValue {
  readonly unusedBits: number
  readonly bytes: Uint8Array
}

export function bitStringValue(element: DerElement): BitStringValue {
  expectTag(element, TAG.bitString)
  const content = contentOf(element)
  const [unusedBits] = content
  const last = content.at(-1) ?? 0
  if (unusedBits === undefined || unusedBits > 7 || (content.length === 1 && unusedBits !== 0)) {
    throw new DerError('a BIT STRING with a wrong count of unused bits', element.start)
  }
  if (content.length > 1 && (last & ((1 << unusedBits) - 1)) !== 0) {
    throw new DerError('a BIT STRING whose unused bits are not zero', element.start)
  }
  return { unusedBits, bytes: content.subarray(1) }
}

/** The numbers of the set bits of a NamedBitList, which must not end in a zero bit (X.690 §11.2.2). */
export function namedBitNumbers(element: DerElement): number[] {
  const { unusedBits, bytes } = bitStringValue(element)
  const bits: number[] = []
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    if (((bytes[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0) bits.push(bit)
  }
  if (bytes.length > 0 && bits.at(-1) !== bytes.length * 8 - unusedBits - 1) {
    throw new DerError('named bits that end in zero', element.start)
  }
  return bits
}

export interface TimeValue {
  readonly milliseconds: number
  readonly form: 'UTCTime' | 'GeneralizedTime'
}

/** RFC 5280 §4.1.2.5: seconds present, Zulu, no fraction. */
export function timeValue(element: DerElement): TimeValue {
  const form = element.tag === TAG.utcTime ? 'UTCTime' : 'GeneralizedTime'
  if (form === 'GeneralizedTime') expectTag(element, TAG.generalizedTime)
  const text = asciiOf(element)
  const yearDigits = form === 'UTCTime' ? 2 : 4
  const match = new RegExp(`^(\\d{${yearDigits}})(\\d\\d)(\\d\\d)(\\d\\d)(\\d\\d)(\\d\\d)Z$`).exec(text)
  if (match === null) throw new DerError(`a ${form} that RFC 5280 does not allow`, element.start)
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number)
  const fullYear = form === 'GeneralizedTime' ? year : year >= 50 ? 1900 + year : 2000 + year
  const milliseconds = Date.UTC(fullYear, month - 1, day, hour, minute, second)
  const digits = new Date(milliseconds).toISOString().replace(/[-:T]/g, '')
  if (fullYear < 1000 || !digits.startsWith(`${fullYear}${text.slice(yearDigits, -1)}`)) {
    throw new DerError('a time that does not exist', element.start)
  }
  return { milliseconds, form }
}

/** The text of a PrintableString, UTF8String or IA5String. Other string types are refused: RFC 5280 §4.1.2.4 deprecates them. */
export function stringValue(element: DerElement): string {
  if (element.tag === TAG.utf8String) return utf8Of(element)
  const text = asciiOf(element)
  if (element.tag === TAG.ia5String) return text
  expectTag(element, TAG.printableString)
  if (!isPrintable(text)) throw new DerError('a PrintableString with other characters', element.start)
  return text
}

/** ASCII content whatever the tag, for IMPLICIT IA5String. */
export function asciiOf(element: DerElement): string {
  let text = ''
  for (const octet of contentOf(element)) {
    if (octet > 0x7f) throw new DerError('a character outside ASCII', element.start)
    text += String.fromCharCode(octet)
  }
  return text
}

function utf8Of(element: DerElement): string {
  const hex = Array.from(contentOf(element), (octet) => `%${octet.toString(16).padStart(2, '0')}`).join('')
  try {
    return decodeURIComponent(hex)
  } catch (cause) {
    throw Object.assign(new DerError('a UTF8String that is not UTF-8', element.start), { cause })
  }
}

function expectTag(element: DerElement, tag: number): void {
  if (element.tag === tag) return
  throw new DerError(`expected tag 0x${tag.toString(16)}, found 0x${element.tag.toString(16)}`, element.start)
}
