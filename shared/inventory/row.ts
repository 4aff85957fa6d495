import { digest } from '../ids.ts'
import { crlReason } from '../pki/reasons.ts'
import { spokenText } from '../spoken-text.ts'
import { z } from '../zod.ts'

/** Anything beyond is set aside: a row with a certificate of RSA-4096 and many names has about 10,000 bytes. */
export const MAX_ROW_BYTES = 256 * 1024
export const MAX_NAMES = 1000

const octets = (most: number, what: string) =>
  z
    .string()
    .max(most * 3)
    .regex(/^[0-9A-Fa-f]{2}(:?[0-9A-Fa-f]{2})*$/, `${what} is hex, with or without colons`)

/** RFC 3339; what follows the second is dropped, since X.509 knows no fractions. */
const time = z
  .string()
  .max(40)
  .regex(
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/,
    'a time is written as 2026-11-29T18:48:44Z (RFC 3339)',
  )

export const label = spokenText(64)

export const rowLabels = {
  service: label.describe('Which service uses it.').optional(),
  environment: label.describe('For example production.').optional(),
  region: label.describe('Where it is deployed.').optional(),
  owner: label.describe('Who must be told when it is revoked: a team, an address.').optional(),
}

/**
 * One line of JSON Lines: what the fleet says of one certificate. Either the certificate itself or facts of it; where both are
 * given they have to agree. Fields that are not known are left out and counted.
 */
export const inventoryRow = z.object({
  serial: octets(21, 'a serial number').describe('The serial number in hex, as OpenSSL prints it.').optional(),
  issuer_key_id: octets(64, 'a key identifier')
    .describe('The keyIdentifier of its authority key identifier (RFC 5280 §4.2.1.1).')
    .optional(),
  issuer_spki_sha256: digest.describe("SHA-256 of the issuer's DER SubjectPublicKeyInfo.").optional(),
  issuer: spokenText(400).describe('The distinguished name of the issuer as text; for people.').optional(),
  not_before: time.describe('RFC 3339.').optional(),
  not_after: time.describe('RFC 3339.').optional(),
  names: z
    .array(z.string().min(1).max(2000))
    .max(MAX_NAMES)
    .describe('Subject alternative names: "DNS:a.example", "URI:spiffe://...", "IP:192.0.2.1"; a bare name is DNS.')
    .optional(),
  spki_sha256: digest.describe("SHA-256 of the certificate's own DER SubjectPublicKeyInfo.").optional(),
  fingerprint_sha256: digest.describe('SHA-256 of the whole DER certificate.').optional(),
  certificate: z
    .string()
    .min(1)
    .max(MAX_ROW_BYTES)
    .describe('The certificate: one PEM block, or its DER in base64. Then no other fact is needed.')
    .optional(),
  ca: z.boolean().describe('A CA certificate.').optional(),
  subject: spokenText(400).describe('The distinguished name of a CA certificate as text; for people.').optional(),
  subject_key_id: octets(64, 'a key identifier').describe('Of a CA certificate.').optional(),
  ...rowLabels,
  status: z.enum(['valid', 'revoked']).describe('What its issuer says of it.').optional(),
  revoked_at: time.describe('RFC 3339.').optional(),
  reason: crlReason.describe('RFC 5280 §5.3.1.').optional(),
})
export type InventoryRow = z.infer<typeof inventoryRow>
export const ROW_FIELDS: ReadonlySet<string> = new Set(Object.keys(inventoryRow.shape))

/** What a source is about: what the fleet runs, what an issuer says it issued, or what somebody saw somewhere. */
export const inventoryOf = z.enum(['fleet', 'issuer', 'observed'])
export type InventoryOf = z.infer<typeof inventoryOf>

/** Why a row without a certificate says too little, or null. Of what somebody only saw, its serial number is enough. */
export function rowLacks(row: InventoryRow, of: InventoryOf): string | null {
  if (row.certificate !== undefined) return null
  if (row.serial === undefined) return 'it has no serial'
  if (of === 'observed') return null
  if (row.issuer_key_id === undefined && row.issuer_spki_sha256 === undefined)
    return 'it says neither issuer_key_id nor issuer_spki_sha256'
  if (row.not_after === undefined) return 'it has no not_after'
  if (of === 'fleet' && row.not_before === undefined) return 'it has no not_before'
  return null
}
