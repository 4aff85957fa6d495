import { concatBytes, utf8ToBytes } from '../bytes.ts'

/** DER writer (X.690): exact bytes, definite minimal lengths. Every function returns one complete element. Throws RangeError. */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  printableString: 0x13,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const

export function lengthOctets(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length)
  const octets: number[] = []
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256)
  return Uint8Array.of(0x80 | octets.length, ...octets)
}

export function element(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  return concatBytes(Uint8Array.of(tag), lengthOctets(length), ...parts)
}

export function sequence(...parts: readonly Uint8Array[]): Uint8Array {
  return element(TAG.sequence, ...parts)
}

/** SET OF: elements in ascending order of their encodings (X.690 §11.6). */
export function setOf(...parts: readonly Uint8Array[]): Uint8Array {
  return element(TAG.set, ...parts.toSorted(compareEncodings))
}

export function boolean(value: boolean): Uint8Array {
  return Uint8Array.of(TAG.boolean, 1, value ? 0xff : 0)
}

export function nullValue(): Uint8Array {
  return Uint8Array.of(TAG.null, 0)
}

export function integer(value: bigint | number): Uint8Array {
  return element(TAG.integer, integerContent(BigInt(value)))
}

export function enumerated(value: number): Uint8Array {
  return element(TAG.enumerated, integerContent(BigInt(value)))
}

/** A non-negative INTEGER from big-endian bytes: leading zeros removed, a sign octet added where needed. */
export function unsignedInteger(magnitude: Uint8Array): Uint8Array {
  let start = 0
  while (start < magnitude.length - 1 && magnitude[start] === 0) start++
  const digits = magnitude.subarray(start)
  if (digits.length === 0) throw new RangeError('an INTEGER has at least one octet')
  return (digits[0] ?? 0) >= 0x80 ? element(TAG.integer, Uint8Array.of(0), digits) : element(TAG.integer, digits)
}

export function objectIdentifier(dotted: string): Uint8Array {
  if (!/^[0-2](\.(0|[1-9]\d{0,14}))+$/.test(dotted)) throw new RangeError(`not an object identifier: ${dotted}`)
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  if (first < 2 && second > 39) throw new RangeError(`not an object identifier: ${dotted}`)
  return element(TAG.oid, Uint8Array.from([first * 40 + second, ...rest].flatMap(base128)))
}

export function octetString(...parts: readonly Uint8Array[]): Uint8Array {
  return element(TAG.octetString, ...parts)
}

/** A BIT STRING of whole octets. */
export function bitString(bytes: Uint8Array): Uint8Array {
  return element(TAG.bitString, Uint8Array.of(0), bytes)
}

/** A NamedBitList: bit 0 is the most significant, trailing zero bits are removed (X.690 §11.2.2). */
export function namedBits(bits: readonly number[]): Uint8Array {
  const last = Math.max(-1, ...bits)
  const octets = new Uint8Array(Math.floor(last / 8) + 1)
  for (const bit of bits) octets[bit >> 3] = (octets[bit >> 3] ?? 0) | (0x80 >> (bit & 7))
  return element(TAG.bitString, Uint8Array.of(last < 0 ? 0 : 7 - (last % 8)), octets)
}

/** Whether a text fits PrintableString (X.680 §41.4): letters, digits, space and '()+,-./:=? */
export function isPrintable(text: string): boolean {
  return /^[A-Za-z0-9 '()+,\-./:=?]*$/.test(text)
}

export function printableString(text: string): Uint8Array {
  if (!isPrintable(text)) throw new RangeError('not a PrintableString')
  return element(TAG.printableString, utf8ToBytes(text))
}

export function utf8String(text: string): Uint8Array {
  return element(TAG.utf8String, utf8ToBytes(text))
}

/** [number] IMPLICIT of a primitive type. */
export function contextPrimitive(number: number, content: Uint8Array): Uint8Array {
  return element(0x80 | number, content)
}

/** [number] EXPLICIT, or [number] IMPLICIT of a constructed type. */
export function contextConstructed(number: number, ...parts: readonly Uint8Array[]): Uint8Array {
  return element(0xa0 | number, ...parts)
}

function integerContent(value: bigint): Uint8Array {
  const octets: number[] = []
  let rest = value
  do {
    octets.unshift(Number(BigInt.asUintN(8, rest)))
    rest >>= 8n
  } while (!((rest === 0n && (octets[0] ?? 0) < 0x80) || (rest === -1n && (octets[0] ?? 0) >= 0x80)))
  return Uint8Array.from(octets)
}

function base128(value: number): number[] {
  const octets = [value % 128]
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) octets.unshift(0x80 | (rest % 128))
  return octets
}

function compareEncodings(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length)
  for (let i = 0; i < shared; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}
