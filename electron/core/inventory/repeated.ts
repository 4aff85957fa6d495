import type { InventoryIssuer } from '../../../shared/inventory/inventory.ts'
import type { RawFinding } from './row-writer.ts'
import type { SerialIndex } from './serial-index.ts'

/** What is compared between rows of one serial number. */
export interface RowIdentity {
  readonly row: number
  readonly serial: string
  readonly issuer: number
  readonly fingerprint: string | null
  readonly spki: string | null
  readonly notBefore: number
  readonly notAfter: number
  readonly isRevoked: boolean
  /** How many labels it has. */
  readonly labels: number
  readonly source: number
  readonly position: number
}

export interface Repeats {
  /** Rows that repeat a certificate of another row, rising. */
  readonly rows: Uint32Array
  /** Rows that stay, and that another row says are revoked, rising. */
  readonly revoked: Uint32Array
  readonly findings: readonly RawFinding[]
  readonly serialsReused: number
}

const MOST_FINDINGS = 100

/**
 * The same certificate in several rows counts once: the row with most labels, then the first, stays. Different certificates with one
 * serial number of one issuer are a finding.
 */
export function findRepeats(
  index: SerialIndex,
  issuers: readonly InventoryIssuer[],
  identityOf: (row: number) => RowIdentity,
): Repeats {
  const repeated: number[] = []
  const revoked: number[] = []
  const findings: RawFinding[] = []
  let reused = 0
  for (let at = 0; at < index.rows - 1;) {
    let end = at + 1
    while (end < index.rows && index.high(end) === index.high(at) && index.low(end) === index.low(at)) end++
    if (end - at > 1) {
      const group = Array.from({ length: end - at }, (_, i) => identityOf(index.row(at + i)))
      for (const same of bySerialAndIssuer(group, issuers)) {
        const certificates = distinct(same)
        for (const [kept, ...copies] of certificates) {
          addRows(repeated, copies)
          addRows(revoked, isRevokedBy(copies, kept) ? [kept] : [])
        }
        if (certificates.length < 2) continue
        reused++
        if (findings.length < MOST_FINDINGS) findings.push(reusedFinding(certificates.map(([first]) => first)))
      }
    }
    at = end
  }
  const sorted = (list: readonly number[]): Uint32Array => Uint32Array.from(list).toSorted()
  return { rows: sorted(repeated), revoked: sorted(revoked), findings, serialsReused: reused }
}

/** Not by a spread: there may be a million. */
function addRows(list: number[], rows: readonly RowIdentity[]): void {
  for (const { row } of rows) list.push(row)
}

function isRevokedBy(copies: readonly RowIdentity[], kept: RowIdentity): boolean {
  return !kept.isRevoked && copies.some(({ isRevoked }) => isRevoked)
}

function bySerialAndIssuer(group: readonly RowIdentity[], issuers: readonly InventoryIssuer[]): RowIdentity[][] {
  const sets = new Map<string, RowIdentity[][]>()
  for (const one of group) {
    const sameSerial = sets.get(one.serial) ?? []
    const known = sameSerial.find(([first]) => first !== undefined && sameIssuer(issuers, first.issuer, one.issuer))
    if (known === undefined) sameSerial.push([one])
    else known.push(one)
    sets.set(one.serial, sameSerial)
  }
  return [...sets.values()].flat().filter(({ length }) => length > 1)
}

/** The same, or named by something that both say. */
export function sameIssuer(issuers: readonly InventoryIssuer[], a: number, b: number): boolean {
  if (a === b) return true
  const [one, other] = [issuers[a], issuers[b]]
  if (one === undefined || other === undefined) return false
  for (const field of ['spki_sha256', 'key_id', 'name_sha256'] as const)
    if (one[field] !== null && other[field] !== null) return one[field] === other[field]
  return false
}

/** The certificates among rows of one serial number, each with its rows: who stays first. */
function distinct(rows: readonly RowIdentity[]): (readonly [RowIdentity, ...RowIdentity[]])[] {
  const found: [RowIdentity, ...RowIdentity[]][] = []
  for (const row of rows.toSorted((a, b) => b.labels - a.labels || a.row - b.row)) {
    const same = found.find(([first]) => isSameCertificate(first, row))
    if (same === undefined) found.push([row])
    else same.push(row)
  }
  return found.toSorted(([a], [b]) => a.row - b.row)
}

export function isSameCertificate(a: RowIdentity, b: RowIdentity): boolean {
  if (a.fingerprint !== null && b.fingerprint !== null) return a.fingerprint === b.fingerprint
  if (a.spki !== null && b.spki !== null && a.spki !== b.spki) return false
  return sameTime(a.notBefore, b.notBefore) && sameTime(a.notAfter, b.notAfter)
}

function sameTime(a: number, b: number): boolean {
  return a === b || !Number.isFinite(a) || !Number.isFinite(b)
}

function reusedFinding(certificates: readonly RowIdentity[]): RawFinding {
  const serial = certificates[0]?.serial ?? ''
  return {
    kind: 'serial-reused',
    words: `${String(certificates.length)} different certificates of one issuer have the serial number ${serial}.`,
    serial,
    issuer: null,
    places: certificates.slice(0, 10).map((one) => ({
      source: one.source,
      position: one.position,
      says: identityWords(one),
    })),
  }
}

export function identityWords({ serial, fingerprint, spki }: RowIdentity): string {
  if (fingerprint !== null) return `serial ${serial}, certificate ${fingerprint}`
  return spki === null ? `serial ${serial}` : `serial ${serial}, public key ${spki}`
}
