import type { InventoryIssuer } from '../../../shared/inventory/inventory.ts'
import type { Labels } from '../../../shared/inventory/labels.ts'
import type { InventoryRow } from '../../../shared/inventory/row.ts'
import { serialOfHex } from '../../../shared/inventory/serial.ts'
import { CRL_REASON_CODE } from '../../../shared/pki/reasons.ts'
import { encodeNames } from '../../../shared/inventory/encode-names.ts'
import { type BlockRow, NO_REASON, UNKNOWN_TIME } from './blocks.ts'
import { issuerKey } from './dictionaries.ts'
import { certificateOf } from './given-certificate.ts'
import type { RowWriter } from './row-writer.ts'

/** Takes a row in; why not, or null. Where it carries its certificate, that is what counts. */
export function addRow(writer: RowWriter, row: InventoryRow, position: number): string | null {
  if (row.certificate !== undefined) return addCertificate(writer, row, row.certificate, position)
  const serial = serialOfHex(row.serial ?? '')
  if (serial === null) return 'serial: more than 20 octets (RFC 5280 §4.1.2.2)'
  const times = [row.not_before, row.not_after, row.revoked_at].map(secondsOf)
  if (times.some(Number.isNaN)) return 'a time that does not exist'
  const [notBefore = UNKNOWN_TIME, notAfter = UNKNOWN_TIME, revokedAt = UNKNOWN_TIME] = times
  if (notAfter !== UNKNOWN_TIME && notAfter < notBefore) return 'not_after is before not_before'
  const issuer = issuerOf(row)
  const names = encodeNames(row.names ?? [])
  const block: BlockRow = {
    serial,
    serialStart: 0,
    serialEnd: serial.length,
    issuer: writer.issuers.number(issuerKey(issuer), () => issuer),
    group: 0,
    notBefore,
    notAfter,
    isCa: row.ca === true,
    isRevoked: isRevoked(row),
    revokedAt,
    reason: reasonOf(row),
    spki: latin(row.spki_sha256),
    fingerprint: latin(row.fingerprint_sha256),
    namesIn: names,
    namesStart: 0,
    namesEnd: names.length,
  }
  if (block.isCa) {
    writer.authority({
      subject: row.subject ?? `CA certificate ${row.serial ?? ''}`,
      name_sha256: null,
      key_id: hexOf(row.subject_key_id),
      spki_sha256: row.spki_sha256 ?? null,
      issuer: block.issuer,
    })
  }
  writer.add(block, position, labelsOf(row))
  return null
}

export function labelsOf(row: InventoryRow): Labels {
  const labels: Labels = {}
  for (const name of ['service', 'environment', 'region', 'owner'] as const)
    if (row[name] !== undefined) labels[name] = row[name]
  return labels
}

function addCertificate(writer: RowWriter, row: InventoryRow, text: string, position: number): string | null {
  const der = certificateOf(text)
  if (der === null) return 'certificate: neither one PEM block nor base64 of DER'
  const contradiction = contradictionOf(writer, row, der)
  if (contradiction !== null) return contradiction
  const revoked = isRevoked(row) ? { at: secondsOf(row.revoked_at), reason: reasonOf(row) } : null
  if (revoked !== null && Number.isNaN(revoked.at)) return 'revoked_at: a time that does not exist'
  writer.certificate(der, 0, der.length, position, { labels: labelsOf(row), revoked })
  return null
}

/** Facts beside a certificate have to agree with it. */
function contradictionOf(writer: RowWriter, given: InventoryRow, der: Buffer): string | null {
  const { certificates, issuers } = writer
  let row: BlockRow
  try {
    row = certificates.read(der, 0, der.length)
  } catch {
    // It is set aside with its reason when it is taken in.
    return null
  }
  const issuer = issuers.all[row.issuer]
  const pairs: [string, string | undefined, string | null | undefined][] = [
    ['serial', hexOf(given.serial)?.replace(/^(00)+(?=..)/, ''), der.toString('hex', row.serialStart, row.serialEnd)],
    ['issuer_key_id', hexOf(given.issuer_key_id) ?? undefined, issuer?.key_id],
    ['spki_sha256', given.spki_sha256, Buffer.from(row.spki, 'latin1').toString('hex')],
    ['fingerprint_sha256', given.fingerprint_sha256, Buffer.from(row.fingerprint, 'latin1').toString('hex')],
    [
      'not_before',
      given.not_before === undefined ? undefined : String(secondsOf(given.not_before)),
      String(row.notBefore),
    ],
    ['not_after', given.not_after === undefined ? undefined : String(secondsOf(given.not_after)), String(row.notAfter)],
  ]
  const wrong = pairs.find(([, said, found]) => said !== undefined && said !== found)
  return wrong === undefined ? null : `${wrong[0]} contradicts the certificate of this row`
}

function issuerOf(row: InventoryRow): InventoryIssuer {
  return {
    key_id: hexOf(row.issuer_key_id),
    spki_sha256: row.issuer_spki_sha256 ?? null,
    name_sha256: null,
    words: row.issuer ?? null,
  }
}

function isRevoked(row: InventoryRow): boolean {
  return row.status === 'revoked' || row.revoked_at !== undefined
}

function reasonOf({ reason }: InventoryRow): number {
  return reason === undefined ? NO_REASON : CRL_REASON_CODE[reason]
}

/** Whole seconds since 1970; NaN for a day that does not exist. */
function secondsOf(text: string | undefined): number {
  if (text === undefined) return UNKNOWN_TIME
  const milliseconds = Date.parse(text)
  // Date.parse turns 31 February into March.
  const isReal = new Date(`${text.slice(0, 19)}Z`).toISOString().startsWith(text.slice(0, 10))
  return isReal ? Math.floor(milliseconds / 1000) : Number.NaN
}

function hexOf(text: string | undefined): string | null {
  return text === undefined ? null : text.replaceAll(':', '').toLowerCase()
}

function latin(digest: string | undefined): string {
  return digest === undefined ? '' : Buffer.from(digest, 'hex').toString('latin1')
}
