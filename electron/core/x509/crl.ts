import { createHash } from 'node:crypto'
import { bytesToHex, equalBytes } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import { authorityKeyIdentifierOf } from '../../../shared/pki/certificate-fields.ts'
import { type CrlFields, crlNumberOf, readCrlFields, readTbsCrlFields } from '../../../shared/pki/crl-fields.ts'
import { formatName } from '../../../shared/pki/names.ts'
import { EXTENSION_OID } from '../../../shared/pki/oids.ts'
import type { DescriptionRow } from './certificate.ts'
import { millisecondsOf, signatureAlgorithmName, timeWords } from './decoded-tbs.ts'
import { AsnConvert, TBSCertList } from './library.ts'

/** The independent parser makes objects of every entry: beyond this size only our streaming reader is used. */
const CROSS_CHECK_BYTES = 1 << 20

export interface CrlDescription {
  readonly issuer: string
  /** Decimal, or null in a list without a number. */
  readonly number: string | null
  readonly thisUpdate: string
  readonly nextUpdate: string | null
  readonly entries: number
  readonly authorityKeyIdentifier: string | null
  readonly signatureAlgorithm: string
  readonly sha256: string
  readonly size: number
}

/** The fields of a CRL, or `crl-malformed`. Every entry was read once. */
export function readCrl(der: Uint8Array): CrlFields {
  return checked(() => readCrlFields(der))
}

export function describeCrl(der: Uint8Array): CrlDescription {
  const fields = readCrl(der)
  const outer = fields.outer?.algorithm ?? fields.signatureAlgorithm
  return {
    ...describeFields(fields),
    signatureAlgorithm: signatureAlgorithmName(outer),
    sha256: createHash('sha256').update(der).digest('hex'),
    size: der.length,
  }
}

/** The to-be-signed list as rows to read aloud. */
export function describeTbsCrl(tbs: Uint8Array): DescriptionRow[] {
  const fields = checked(() => readTbsCrlFields(tbs))
  const words = describeFields(fields)
  return [
    { field: 'Version', value: String(fields.version) },
    { field: 'Issuer', value: words.issuer },
    { field: 'Number', value: words.number ?? 'absent' },
    { field: 'This update', value: timeWords(fields.thisUpdate.milliseconds) },
    { field: 'Next update', value: fields.nextUpdate === null ? 'absent' : timeWords(fields.nextUpdate.milliseconds) },
    { field: 'Revoked', value: words.entries === 0 ? 'none' : String(words.entries) },
    { field: 'Issuer key', value: words.authorityKeyIdentifier ?? 'absent' },
    { field: 'Signature', value: signatureAlgorithmName(fields.signatureAlgorithm) },
  ]
}

function describeFields(fields: CrlFields) {
  const authorityKey = fields.extensions.find(({ oid }) => oid === EXTENSION_OID.authorityKeyIdentifier)
  const identifier = authorityKey === undefined ? null : authorityKeyIdentifierOf(authorityKey.value)
  return {
    issuer: formatName(fields.issuer),
    number: crlNumberOf(fields)?.toString() ?? null,
    thisUpdate: new Date(fields.thisUpdate.milliseconds).toISOString(),
    nextUpdate: fields.nextUpdate === null ? null : new Date(fields.nextUpdate.milliseconds).toISOString(),
    entries: countEntries(fields),
    authorityKeyIdentifier: identifier === null ? null : bytesToHex(identifier),
  }
}

function checked(read: () => CrlFields): CrlFields {
  let fields: CrlFields
  try {
    fields = read()
    countEntries(fields)
    formatName(fields.issuer)
    crlNumberOf(fields)
  } catch (cause) {
    throw fail('crl-malformed', 'These bytes are not one DER certificate revocation list.', { cause })
  }
  if (fields.tbs.length <= CROSS_CHECK_BYTES && !isReadTheSame(fields)) {
    throw fail('crl-malformed', 'Two independent parsers do not read the same revocation list from these bytes.')
  }
  return fields
}

function isReadTheSame(fields: CrlFields): boolean {
  try {
    const second = AsnConvert.parse(fields.tbs, TBSCertList)
    const revoked = second.revokedCertificates ?? []
    const serials = [...fields.entries()].map(({ serial }) => serial)
    return (
      equalBytes(new Uint8Array(AsnConvert.serialize(second.issuer)), fields.issuer) &&
      millisecondsOf(second.thisUpdate) === fields.thisUpdate.milliseconds &&
      (second.nextUpdate === undefined ? null : millisecondsOf(second.nextUpdate)) ===
        (fields.nextUpdate?.milliseconds ?? null) &&
      revoked.length === serials.length &&
      revoked.every((entry, index) => bytesToHex(new Uint8Array(entry.userCertificate)) === serials[index])
    )
  } catch {
    return false
  }
}

function countEntries(fields: CrlFields): number {
  let count = 0
  for (const _ of fields.entries()) count++
  return count
}
