import { sha256Hex } from '../bytes.ts'
import { digest, hex, instant, slug } from '../ids.ts'
import { canonicalBytes } from '../ledger/canonical-json.ts'
import { crlReason } from '../pki/reasons.ts'
import type { DocumentItem } from '../procedure/approval.ts'
import { spokenText } from '../spoken-text.ts'
import { z } from '../zod.ts'

/** A document names so many certificates one by one: a log entry has at most 65,535 bytes. A list has no such limit. */
export const MOST_NAMED = 100

/** A certificate that this facility knows, and what its CRL will say of it. */
export const revokedCertificate = z.strictObject({
  /** SHA-256 of the certificate. */
  certificate: digest,
  subject: z.string(),
  serial: hex,
  reason: crlReason,
  revokedAt: instant,
  invalidSince: instant.nullable(),
})
export type RevokedCertificate = z.infer<typeof revokedCertificate>

const count = z.number().int().nonnegative()

/**
 * Which certificates of which authority are to be revoked, written down for approval before any CRL is built: canonical JSON. The
 * entries themselves are an artifact, the DER of TBSCertList.revokedCertificates exactly as the CRL will have them.
 */
export const revocations = z.strictObject({
  type: z.literal('conclave-revocations/v1'),
  /** Name of the CA key, and SHA-256 of its SubjectPublicKeyInfo. */
  issuer: slug,
  spki: digest,
  /** Which reasons its profile allows. */
  reasons: z.enum(['rfc5280', 'br']),
  entries: digest,
  count: z.number().int().positive(),
  byReason: z.partialRecord(crlReason, z.number().int().positive()),
  /** The earliest and the latest revocation date. */
  earliest: instant,
  latest: instant,
  /** Entries that take the place of an earlier one, with a stronger reason or an earlier date. */
  replaces: count,
  /** The certificates that this facility knows one by one. */
  certificates: z.array(revokedCertificate).max(MOST_NAMED),
  /** Serial numbers that nothing issued here has, and why they are to be revoked; null: there are none. */
  notIssuedHere: z.strictObject({ count: z.number().int().positive(), why: spokenText(200) }).nullable(),
  /** The list as it was brought in (an artifact); null where the plan names the certificates. */
  list: z
    .strictObject({
      fileName: z.string(),
      sha256: digest,
      size: count,
      /** Rows that say what the last CRL says already; they change nothing. */
      already: count,
    })
    .nullable(),
  why: spokenText(200),
})
export type Revocations = z.infer<typeof revocations>

/** The document as people approve it: SHA-256 and size of its canonical JSON. */
export function itemOfRevocations(document: Revocations): DocumentItem {
  const bytes = canonicalBytes(document)
  return { kind: 'document', tbs: sha256Hex(bytes), size: bytes.length, key: null }
}
