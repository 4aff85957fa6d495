import { equalBytes } from '../../shared/bytes.ts'
import type { SeenCertificate, SeenCrl } from '../../shared/handoff/status.ts'
import { visible } from '../../shared/spoken-text.ts'
import { type CertificateFacts, isCrlOf, isIssuedBy } from '../../electron/core/handoff/x509-facts.ts'
import type { FoundCrl } from '../files/contents.ts'

/** A certificate as a status report tells it. `known`: the certificates whose keys may have signed it. */
export function seenCertificate(facts: CertificateFacts, known: readonly CertificateFacts[]): SeenCertificate {
  const issuer = known.find((candidate) => isIssuedBy(facts, candidate))
  return {
    sha256: facts.sha256,
    spki_sha256: facts.spkiSha256,
    issuer_spki_sha256: issuer?.spkiSha256 ?? null,
    serial: facts.serial,
    subject: visible(facts.x509.subject.replaceAll('\n', ', ')).slice(0, 500),
    not_before: facts.notBefore,
    not_after: facts.notAfter,
  }
}

export function seenCrl(crl: FoundCrl, known: readonly CertificateFacts[]): SeenCrl {
  return {
    sha256: crl.sha256,
    issuer_spki_sha256: known.find((candidate) => isCrlOf(crl, candidate))?.spkiSha256 ?? null,
    number: crl.number,
    this_update: crl.thisUpdate,
    next_update: crl.nextUpdate,
  }
}

export function isSelfIssued({ subject, issuer }: CertificateFacts): boolean {
  return equalBytes(subject, issuer)
}
