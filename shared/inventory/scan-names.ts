import { DerError } from '../pki/der-reader.ts'

const PREFIX: Readonly<Record<number, string>> = { 0x81: 'email:', 0x82: 'DNS:', 0x86: 'URI:', 0x87: 'IP:' }
/** What lies beyond is left out: a certificate may name thousands. */
const MOST = 4000

/**
 * The content of GeneralNames (RFC 5280 §4.2.1.6) as lines: "DNS:a.example", "URI:spiffe://...", "IP:192.0.2.1". Forms that have no
 * text are named only. Characters that are not printable ASCII become "?".
 */
export function scanNames(der: Uint8Array, start: number, end: number): string {
  let text = ''
  for (let at = start; at < end;) {
    const tag = der[at] ?? 0
    const [from, to] = content(der, at, end)
    at = to
    const prefix = PREFIX[tag]
    const value =
      prefix === undefined ? 'other name' : prefix + (tag === 0x87 ? address(der, from, to) : ascii(der, from, to))
    text = text === '' ? value : `${text}\n${value}`
  }
  return text
}

/** Where the whole names end that fit into as many octets as are kept. DerError where the framing is broken. */
export function namesEnd(der: Uint8Array, start: number, end: number): number {
  if (end - start <= MOST) return end
  let kept = start
  for (let at = start; at < end && at - start <= MOST;) {
    kept = at
    at = content(der, at, end)[1]
  }
  return kept
}

function content(der: Uint8Array, at: number, end: number): [number, number] {
  const first = der[at + 1]
  if (first === undefined || at + 2 > end) throw new DerError('the bytes end too early', at)
  let start = at + 2
  let length = first
  if (first >= 0x80) {
    const count = first & 0x7f
    if (count === 0 || count > 3) throw new DerError('a length that no name has', at + 1)
    length = 0
    for (let i = 0; i < count; i++) length = length * 256 + (der[start + i] ?? 0)
    start += count
  }
  if (start + length > end) throw new DerError('a name that runs past its end', at)
  return [start, start + length]
}

function ascii(der: Uint8Array, from: number, to: number): string {
  let text = ''
  const end = Math.min(to, from + MOST)
  for (let at = from; at < end; at++) {
    const octet = der[at] ?? 0
    text += octet > 0x20 && octet < 0x7f ? String.fromCharCode(octet) : '?'
  }
  return text
}

function address(der: Uint8Array, from: number, to: number): string {
  const octets = Array.from(der.subarray(from, to))
  if (octets.length === 4) return octets.join('.')
  const pairs = octets.flatMap((octet, i) => (i % 2 === 0 ? [((octet << 8) | (octets[i + 1] ?? 0)).toString(16)] : []))
  return pairs.join(':')
}
