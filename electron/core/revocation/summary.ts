import type { IssuedCertificate } from '../../../shared/facility/state.ts'
import type { CrlReason } from '../../../shared/pki/reasons.ts'
import type { RevokedCertificate, Revocations } from '../../../shared/revocation/document.ts'
import { readEntryContent } from '../../../shared/pki/crl-entry-reader.ts'
import { toInstant } from '../clock.ts'
import { serialKey } from './collector.ts'

type Summary = Pick<Revocations, 'count' | 'byReason' | 'earliest' | 'latest' | 'certificates'> & {
  /** Entries whose serial number nothing issued here has. */
  readonly unknown: number
}

/** What a document says of its entries, from their encodings. `known`: what was issued here, by serial number in hex. */
export function summarize(content: Uint8Array, known: ReadonlyMap<string, IssuedCertificate>): Summary {
  const byReason: Partial<Record<CrlReason, number>> = {}
  const certificates: RevokedCertificate[] = []
  let [count, unknown, earliest, latest] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const entry of readEntryContent(content)) {
    const reason = entry.reason ?? 'unspecified'
    const { milliseconds } = entry.revocationDate
    count++
    byReason[reason] = (byReason[reason] ?? 0) + 1
    if (milliseconds < earliest) earliest = milliseconds
    if (milliseconds > latest) latest = milliseconds
    const certificate = known.size === 0 ? undefined : known.get(serialKey(entry.serial))
    if (certificate === undefined) unknown++
    else
      certificates.push({
        certificate: certificate.certificate,
        subject: certificate.subject,
        serial: certificate.serial,
        reason,
        revokedAt: toInstant(milliseconds),
        invalidSince: entry.invalidityDate === undefined ? null : toInstant(entry.invalidityDate.milliseconds),
      })
  }
  return { count, byReason, earliest: toInstant(earliest), latest: toInstant(latest), certificates, unknown }
}
