import { DerError } from '../pki/der-reader.ts'
import { scanTime } from './scan-time.ts'

export interface CrlEntryScan {
  /** Where the entry begins, and where its serial number lies, without leading zero octets. */
  readonly at: number
  readonly serialStart: number
  readonly serialEnd: number
  /** Seconds since 1970. */
  readonly revokedAt: number
  /** CRLReason, or null. */
  readonly reason: number | null
}

export interface CrlScan {
  readonly issuerStart: number
  readonly issuerEnd: number
  readonly authorityKeyIdStart: number
  readonly authorityKeyIdEnd: number
  readonly entriesStart: number
  readonly entriesEnd: number
}

interface Element {
  readonly tag: number
  readonly start: number
  readonly end: number
}

/** Where the parts of a CertificateList lie (RFC 5280 §5.1). DerError where the framing is broken. */
export function scanCrl(der: Uint8Array): CrlScan {
  const outer = element(der, 0, der.length)
  if (outer.tag !== 0x30 || outer.end !== der.length) throw new DerError('not one CRL', 0)
  const tbs = element(der, outer.start, outer.end)
  let at = tbs.start
  if (der[at] === 0x02) at = element(der, at, tbs.end).end
  at = wanted(der, at, tbs.end, 0x30).end
  const issuer = wanted(der, at, tbs.end, 0x30)
  const issuerStart = at
  at = element(der, issuer.end, tbs.end).end
  if (at < tbs.end && (der[at] === 0x17 || der[at] === 0x18)) at = element(der, at, tbs.end).end
  let entries: Element = { tag: 0x30, start: at, end: at }
  if (at < tbs.end && der[at] === 0x30) entries = element(der, at, tbs.end)
  const keyId = at < tbs.end ? authorityKeyId(der, entries.end, tbs.end) : null
  return {
    issuerStart,
    issuerEnd: issuer.end,
    authorityKeyIdStart: keyId?.start ?? 0,
    authorityKeyIdEnd: keyId?.end ?? 0,
    entriesStart: entries.start,
    entriesEnd: entries.end,
  }
}

/** The entries one after another. DerError where one is broken. */
export function* crlEntries(der: Uint8Array, { entriesStart, entriesEnd }: CrlScan): Generator<CrlEntryScan> {
  for (let at = entriesStart; at < entriesEnd;) {
    const entry = wanted(der, at, entriesEnd, 0x30)
    const serial = wanted(der, entry.start, entry.end, 0x02)
    let serialStart = serial.start
    while (serialStart < serial.end - 1 && der[serialStart] === 0) serialStart++
    if (serial.end - serialStart > 20) throw new DerError('a serial number of more than 20 octets', at)
    const date = element(der, serial.end, entry.end)
    yield {
      at,
      serialStart,
      serialEnd: serial.end,
      revokedAt: scanTime(der, serial.end, date.end),
      reason: date.end < entry.end ? reasonOf(der, date.end, entry.end) : null,
    }
    at = entry.end
  }
}

function reasonOf(der: Uint8Array, at: number, limit: number): number | null {
  const value = extensionValue(der, wanted(der, at, limit, 0x30), 21)
  return value === null || der[value.start] !== 0x0a ? null : (der[value.start + 2] ?? null)
}

function authorityKeyId(der: Uint8Array, at: number, limit: number): Element | null {
  if (der[at] !== 0xa0) return null
  const list = element(der, at, limit)
  const value = extensionValue(der, wanted(der, list.start, list.end, 0x30), 35)
  if (value === null) return null
  const sequence = wanted(der, value.start, value.end, 0x30)
  return der[sequence.start] === 0x80 ? element(der, sequence.start, sequence.end) : null
}

/** The content of the OCTET STRING of 2.5.29.`arc`. */
function extensionValue(der: Uint8Array, list: Element, arc: number): Element | null {
  for (let at = list.start; at < list.end;) {
    const extension = wanted(der, at, list.end, 0x30)
    const oid = wanted(der, extension.start, extension.end, 0x06)
    let next = oid.end
    if (der[next] === 0x01) next = element(der, next, extension.end).end
    const isWanted = oid.end - oid.start === 3 && der[oid.start + 1] === 0x1d && der[oid.start + 2] === arc
    if (isWanted) return wanted(der, next, extension.end, 0x04)
    at = extension.end
  }
  return null
}

function wanted(der: Uint8Array, at: number, limit: number, tag: number): Element {
  const found = element(der, at, limit)
  if (found.tag !== tag) throw new DerError(`expected tag 0x${tag.toString(16)}`, at)
  return found
}

function element(der: Uint8Array, at: number, limit: number): Element {
  const tag = der[at]
  const first = der[at + 1]
  if (tag === undefined || first === undefined || at + 2 > limit) throw new DerError('the bytes end too early', at)
  let start = at + 2
  let length = first
  if (first >= 0x80) {
    const count = first & 0x7f
    if (count === 0 || count > 4) throw new DerError('a length that no CRL has', at + 1)
    length = 0
    for (let i = 0; i < count; i++) length = length * 256 + (der[start + i] ?? 0)
    start += count
  }
  if (start + length > limit) throw new DerError('an element runs past its end', at)
  return { tag, start, end: start + length }
}
