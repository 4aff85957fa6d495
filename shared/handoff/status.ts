import { digest, instant, slug } from '../ids.ts'
import { z } from '../zod.ts'
import { domainName, practiceMark } from './names.ts'
import { reportText } from './receipt.ts'

/**
 * What every region of a receiver really serves, format `ca-handoff-status/v1`: read from its files and seen in TLS handshakes, not
 * remembered. Signed like a receipt.
 */

export const STATUS_FORMAT = 'ca-handoff-status/v1'
export const STATUS_MAX_BYTES = 16 * 1024 * 1024

const position = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER)
const serial = z.string().regex(/^([0-9a-f]{2}){1,20}$/)
const crlNumber = z.string().regex(/^(0|[1-9]\d{0,48})$/)

/** Which hand-off is meant. */
export const handoffPosition = z.strictObject({ epoch: position, sequence: position, manifest_sha256: digest })
export type HandoffPosition = z.infer<typeof handoffPosition>

/** A certificate as it was found. `issuer_spki_sha256` is null when the key that signed it is not known to the receiver. */
export const seenCertificate = z.strictObject({
  sha256: digest,
  spki_sha256: digest,
  issuer_spki_sha256: digest.nullable(),
  serial,
  subject: reportText,
  not_before: instant,
  not_after: instant,
})
export type SeenCertificate = z.infer<typeof seenCertificate>

/** A revocation list as it was found. `number` is null for those that online CAs make without one. */
export const seenCrl = z.strictObject({
  sha256: digest,
  issuer_spki_sha256: digest.nullable(),
  number: crlNumber.nullable(),
  this_update: instant,
  next_update: instant.nullable(),
})
export type SeenCrl = z.infer<typeof seenCrl>

/** One address that was called. `chain` is what the server sent, its own certificate first; empty when there was no handshake. */
export const seenEndpoint = z.strictObject({
  address: z.string().min(1).max(300),
  ok: z.boolean(),
  detail: reportText,
  chain: z.array(seenCertificate).max(20),
})
export type SeenEndpoint = z.infer<typeof seenEndpoint>

export const statusTarget = z.strictObject({
  target: slug,
  driver: slug,
  /** `new` and `old` are the generations of the last apply, by what is on the disk; `mixed` is some of both; `changed` neither. */
  files: z.enum(['new', 'old', 'mixed', 'changed', 'none']),
  endpoints: z.array(seenEndpoint).max(100),
  /** CA certificates in its files. */
  certificates: z.array(seenCertificate).max(500),
  crls: z.array(seenCrl).max(500),
  /** SHA-256 of the SubjectPublicKeyInfo of every trust anchor in its files. */
  anchors: z.array(digest).max(500),
  /** What is wrong, in words. */
  problems: z.array(reportText).max(100),
})
export type StatusTarget = z.infer<typeof statusTarget>

export const statusRegion = z.strictObject({
  region: slug,
  stage: z.enum(['canary', 'region', 'all']),
  /** What was done with the last hand-off here. */
  result: z.enum(['applied', 'rolled-back', 'stopped', 'not-started', 'unfinished']),
  /** The hand-off whose files this region has, as the receiver remembers it; null before the first. */
  installed: handoffPosition.nullable(),
  breaker: z.enum(['closed', 'open', 'half-open']),
  targets: z.array(statusTarget).max(500),
})
export type StatusRegion = z.infer<typeof statusRegion>

export const handoffStatus = z.strictObject({
  format: z.literal(STATUS_FORMAT),
  practice: z.boolean(),
  domain: domainName,
  receiver: slug,
  issued_at: instant,
  /** One count with the receipts of this receiver. */
  counter: position,
  /** The last hand-off that was accepted; null before the first. */
  accepted: handoffPosition.nullable(),
  state_digest: digest.nullable(),
  expires_at: instant.nullable(),
  next_expected_by: instant.nullable(),
  regions: z.array(statusRegion).max(200),
})
export type HandoffStatus = z.infer<typeof handoffStatus>

/** Name of the file without its ending; `.json` is what is signed, `.p7s` the signature. */
export function statusName(of: Pick<HandoffStatus, 'practice' | 'domain' | 'receiver' | 'counter'>): string {
  return `${practiceMark(of.practice)}status-${of.domain}-${of.receiver}-${of.counter}`
}
