import { fail } from '../../../shared/failure.ts'
import {
  authoritiesThatNeedCrl,
  type HandoffCertificate,
  type HandoffCrl,
  isAnchor,
  issuingCertificates,
} from '../../../shared/handoff/authority.ts'
import type { TrustState } from '../../../shared/handoff/trust-state.ts'
import { subjectKeyIdHex } from '../../../shared/pki/subject-key-identifier.ts'
import type { HandoffOrders } from './actions.ts'
import { type CertificateFacts, isCrlOf, isIssuedBy, readCertificateFacts, readCrlFacts } from './x509-facts.ts'

export interface AuthorityPiece {
  /** A slug; it becomes the file name. */
  readonly name: string
  readonly certificate: Uint8Array
  /** Null for an issuing CA that makes its CRLs online. */
  readonly crl: Uint8Array | null
}

/** Who signed whom, read from the certificates and checked. Fails with `hierarchy-invalid`; `detail.problems` has everything. */
export function readAuthorities(pieces: readonly AuthorityPiece[]): {
  readonly certificates: readonly HandoffCertificate[]
  readonly crls: readonly HandoffCrl[]
} {
  const problems: string[] = []
  const facts = pieces.map((piece) => ({
    name: piece.name,
    crl: piece.crl,
    facts: readCertificateFacts(piece.certificate),
  }))
  const certificates = facts.flatMap(({ name, facts: certificate }): HandoffCertificate[] => {
    const issuer = facts.find((candidate) => isIssuedBy(certificate, candidate.facts))
    if (issuer === undefined) problems.push(`the certificate above ${name} is not in the hand-off`)
    return issuer === undefined ? [] : [handoffCertificate(name, certificate, issuer.name)]
  })
  const crls = facts.flatMap(({ name, crl, facts: issuer }): HandoffCrl[] => {
    if (crl === null) return []
    const read = readCrlFacts(crl)
    if (!isCrlOf(read, issuer)) problems.push(`the revocation list given for ${name} was not signed by it`)
    return [{ issuer: name, der: crl, number: read.number, thisUpdate: read.thisUpdate, nextUpdate: read.nextUpdate }]
  })
  if (new Set(pieces.map((piece) => piece.name)).size !== pieces.length) problems.push('two authorities have one name')
  if (!certificates.some(isAnchor)) problems.push('there is no root')
  for (const authority of authoritiesThatNeedCrl(certificates)) {
    if (!crls.some((crl) => crl.issuer === authority.name))
      problems.push(`the revocation list of ${authority.name} is missing`)
  }
  if (problems.length > 0) {
    throw fail('hierarchy-invalid', `The hand-off was not built: ${problems.join('; ')}.`, {
      remedy:
        'Give every certificate up to the root, and the revocation list of every authority that signed one of them.',
      detail: { problems },
    })
  }
  return { certificates, crls }
}

/** The trust state of a fleet that has exactly what is in this hand-off and did what its orders say. */
export function resultingState(
  domain: string,
  certificates: readonly HandoffCertificate[],
  crls: readonly HandoffCrl[],
  orders: HandoffOrders,
): TrustState {
  const stopped = new Set([...orders.disabled, ...orders.tainted].map(({ spki }) => spki))
  const issuing = issuingCertificates(certificates).filter(({ spkiSha256 }) => !stopped.has(spkiSha256))
  return {
    domain,
    anchors: certificates.filter(isAnchor).map(trusted),
    issuers: certificates.filter((certificate) => !isAnchor(certificate)).map(trusted),
    // With several issuing CAs the fleet chooses; a hand-off with one says what it is for.
    default_issuer: issuing.length === 1 ? (issuing[0]?.spkiSha256 ?? null) : null,
    crls: crls.flatMap((crl) => {
      const issuer = certificates.find((candidate) => candidate.name === crl.issuer)
      return issuer === undefined ? [] : [{ issuer_spki_sha256: issuer.spkiSha256, number: crl.number }]
    }),
    disabled: orders.disabled.map(({ spki }) => spki),
    tainted: orders.tainted.map(({ spki }) => spki),
    distrusted: orders.distrusted.map(({ spki }) => spki),
  }
}

function handoffCertificate(name: string, facts: CertificateFacts, issuer: string): HandoffCertificate {
  const { der, sha256, spkiSha256, serial } = facts
  return { name, issuer, der, sha256, spkiSha256, serial, subjectKeyId: subjectKeyIdHex(der) }
}

function trusted(certificate: HandoffCertificate): TrustState['anchors'][number] {
  return { spki_sha256: certificate.spkiSha256, certificate_sha256: certificate.sha256 }
}
