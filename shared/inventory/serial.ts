/** Serial numbers as INTEGERs are compared: octets without leading zeros, one octet for zero. */

/** From hex with or without colons; null for more than 20 octets (RFC 5280 §4.1.2.2). */
export function serialOfHex(text: string): Uint8Array | null {
  const digits = text.replaceAll(':', '').replace(/^(00)+(?=[0-9A-Fa-f]{2})/, '')
  if (digits.length > 40) return null
  return Uint8Array.from({ length: digits.length / 2 }, (_, index) =>
    Number.parseInt(digits.slice(index * 2, index * 2 + 2), 16),
  )
}

/** From decimal, as cfssl writes it; null for anything else, and for more than 20 octets. */
export function serialOfDecimal(text: string): Uint8Array | null {
  if (!/^\d{1,49}$/.test(text)) return null
  const digits = BigInt(text).toString(16)
  return serialOfHex(digits.length % 2 === 0 ? digits : `0${digits}`)
}

/**
 * 40 bits that spread, in two parts: the high 8 and the low 32. Only an index is built on them; whether two serial numbers are
 * equal is decided on their octets.
 */
export function serialHash(octets: Uint8Array, start: number, end: number, out: { high: number; low: number }): void {
  let a = 0x9e3779b9 ^ (end - start)
  let b = 0x85ebca6b
  for (let at = start; at < end; at++) {
    const octet = octets[at] ?? 0
    a = Math.imul(a ^ octet, 0x01000193)
    b = Math.imul(b + octet, 0x27d4eb2f) ^ (a >>> 15)
  }
  a = Math.imul(a ^ (a >>> 16) ^ b, 0x85ebca6b)
  b = Math.imul(b ^ (b >>> 13) ^ a, 0xc2b2ae35)
  out.high = (a >>> 24) & 0xff
  out.low = (b ^ (b >>> 16)) >>> 0
}
