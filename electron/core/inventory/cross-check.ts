import { hash, X509Certificate } from 'node:crypto'
import type { CertificateScan } from '../../../shared/inventory/scan-certificate.ts'

/**
 * What OpenSSL reads in a certificate otherwise than the scan did, in words; null where they agree. `der` is the certificate that
 * was scanned last, from `start` to `end`.
 */
export function crossCheck(scan: CertificateScan, der: Buffer, start: number, end: number): string | null {
  let full: X509Certificate
  try {
    full = new X509Certificate(der.subarray(start, end))
  } catch {
    return 'OpenSSL cannot read it'
  }
  const different = [
    ['serial number', trimmed(full.serialNumber), der.toString('hex', scan.serialStart, scan.serialEnd)],
    ['notBefore', String(full.validFromDate.getTime() / 1000), String(scan.notBefore)],
    ['notAfter', String(full.validToDate.getTime() / 1000), String(scan.notAfter)],
    ['CA', String(full.ca), String(scan.isCa)],
    ['number of names', String(countNames(full)), String(countScanned(scan, der))],
    ['public key', publicKeyDigest(full), hash('sha256', der.subarray(scan.spkiStart, scan.spkiEnd))],
  ].filter(([, theirs, ours]) => theirs !== ours)
  if (different.length === 0) return null
  return different
    .map(([field, theirs, ours]) => `${field ?? ''}: OpenSSL reads ${theirs ?? ''}, the scan ${ours ?? ''}`)
    .join('; ')
}

function trimmed(serial: string): string {
  const hex = serial.toLowerCase()
  return hex.length % 2 === 0 ? hex.replace(/^(00)+(?=..)/, '') : `0${hex}`
}

/** A key that OpenSSL knows no algorithm for cannot be compared. */
function publicKeyDigest(full: X509Certificate): string {
  try {
    return hash('sha256', full.publicKey.export({ type: 'spki', format: 'der' }))
  } catch {
    return 'no key that it knows'
  }
}

/** Node joins the names with ", " and puts a name that holds one into quotes. */
function countNames({ subjectAltName }: X509Certificate): number {
  if (subjectAltName === undefined) return 0
  return subjectAltName.replaceAll(/"(?:[^"\\]|\\.)*"/g, 'quoted').split(', ').length
}

function countScanned(scan: CertificateScan, der: Buffer): number {
  let count = 0
  for (let at = scan.namesStart; at < scan.namesEnd; count++) at = endOf(der, at)
  return count
}

function endOf(der: Buffer, at: number): number {
  const first = der[at + 1] ?? 0
  if (first < 0x80) return at + 2 + first
  const octets = first & 0x7f
  return at + 2 + octets + der.readUIntBE(at + 2, octets)
}
