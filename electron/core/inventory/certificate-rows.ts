import { hash } from 'node:crypto'
import { formatName } from '../../../shared/pki/names.ts'
import type { InventoryIssuer } from '../../../shared/inventory/inventory.ts'
import { CertificateScan } from '../../../shared/inventory/scan-certificate.ts'
import { namesEnd } from '../../../shared/inventory/scan-names.ts'
import { type BlockRow, NO_REASON, UNKNOWN_TIME } from './blocks.ts'
import { type Dictionary, issuerKey } from './dictionaries.ts'

/** A CA certificate among the rows: what is signed below it is found through these. */
export interface AuthorityFacts {
  readonly subject: string
  readonly name_sha256: string | null
  readonly key_id: string | null
  readonly spki_sha256: string | null
  readonly issuer: number
}

/** Reads certificates into one row that is used again and again: the fast scan, two digests, the names as text. */
export class CertificateRows {
  readonly scan = new CertificateScan()
  readonly row: BlockRow = {
    serial: new Uint8Array(),
    serialStart: 0,
    serialEnd: 0,
    issuer: 0,
    group: 0,
    notBefore: 0,
    notAfter: 0,
    isCa: false,
    isRevoked: false,
    revokedAt: UNKNOWN_TIME,
    reason: NO_REASON,
    spki: '',
    fingerprint: '',
    namesIn: new Uint8Array(),
    namesStart: 0,
    namesEnd: 0,
  }
  readonly #issuers: Dictionary<InventoryIssuer>
  #der: Buffer = Buffer.alloc(0)
  /** Issuers by a hash of their key identifier, each with its exact bytes: the dictionary is asked once for each. */
  readonly #seen = new Map<number, KnownIssuer[]>()

  constructor(issuers: Dictionary<InventoryIssuer>) {
    this.#issuers = issuers
  }

  /** DerError when the bytes are not one certificate. The row keeps a view of `der`. */
  read(der: Buffer, start: number, end: number): BlockRow {
    const { scan, row } = this
    scan.scan(der, start, end)
    this.#der = der
    row.serial = der
    row.serialStart = scan.serialStart
    row.serialEnd = scan.serialEnd
    row.issuer = this.#issuer(der)
    row.notBefore = scan.notBefore
    row.notAfter = scan.notAfter
    row.isCa = scan.isCa
    row.isRevoked = false
    row.revokedAt = UNKNOWN_TIME
    row.reason = NO_REASON
    row.spki = digestOf(der, scan.spkiStart, scan.spkiEnd)
    row.fingerprint = digestOf(der, start, end)
    row.namesIn = der
    row.namesStart = scan.namesStart
    row.namesEnd = namesEnd(der, scan.namesStart, scan.namesEnd)
    return row
  }

  /** Of the certificate that was read last. */
  authority(): AuthorityFacts {
    const { scan, row } = this
    const der = this.#der
    const name = der.subarray(scan.subjectStart, scan.subjectEnd)
    return {
      subject: nameWords(name),
      name_sha256: hash('sha256', name),
      key_id: hexOrNull(der, scan.subjectKeyIdStart, scan.subjectKeyIdEnd),
      spki_sha256: Buffer.from(row.spki, 'latin1').toString('hex'),
      issuer: row.issuer,
    }
  }

  #issuer(der: Buffer): number {
    const { issuerStart, issuerEnd, authorityKeyIdStart, authorityKeyIdEnd } = this.scan
    let key = issuerEnd - issuerStart
    for (let at = authorityKeyIdStart; at < authorityKeyIdEnd; at++) key = Math.imul(key ^ (der[at] ?? 0), 0x01000193)
    const known = this.#seen.get(key) ?? []
    for (const { name, keyId, number } of known)
      if (isAt(der, authorityKeyIdStart, authorityKeyIdEnd, keyId) && isAt(der, issuerStart, issuerEnd, name))
        return number
    const name = Buffer.from(der.subarray(issuerStart, issuerEnd))
    const keyId = Buffer.from(der.subarray(authorityKeyIdStart, authorityKeyIdEnd))
    const facts: InventoryIssuer = {
      key_id: keyId.length === 0 ? null : keyId.toString('hex'),
      spki_sha256: null,
      name_sha256: hash('sha256', name),
      words: nameWords(name),
    }
    const number = this.#issuers.number(issuerKey(facts), () => facts)
    this.#seen.set(key, [...known, { name, keyId, number }])
    return number
  }
}

interface KnownIssuer {
  readonly name: Buffer
  readonly keyId: Buffer
  readonly number: number
}

function isAt(bytes: Buffer, start: number, end: number, wanted: Buffer): boolean {
  if (end - start !== wanted.length) return false
  for (let i = 0; i < wanted.length; i++) if (bytes[start + i] !== wanted[i]) return false
  return true
}

/** SHA-256 as 32 latin-1 characters. */
function digestOf(bytes: Buffer, start: number, end: number): string {
  // A plain view is made faster than a Buffer.
  return hash('sha256', new Uint8Array(bytes.buffer, bytes.byteOffset + start, end - start), 'binary')
}

function hexOrNull(der: Uint8Array, start: number, end: number): string | null {
  return end === start ? null : Buffer.from(der.subarray(start, end)).toString('hex')
}

/** A name of a form that RFC 5280 deprecates is shown by its bytes: it is a fact all the same. */
export function nameWords(name: Uint8Array): string {
  try {
    return formatName(name).slice(0, 400)
  } catch {
    return `a name of ${String(name.length)} bytes`
  }
}
