/** A CA certificate as a hand-off needs it, read from its DER by the caller. Times are RFC 3339 with milliseconds. */
export interface HandoffCertificate {
  /** File name without ending, also what people call it: a slug. */
  readonly name: string
  readonly der: Uint8Array
  readonly sha256: string
  readonly spkiSha256: string
  /** Lowercase hex of the INTEGER's content octets. */
  readonly serial: string
  /** Its subjectKeyIdentifier, lowercase hex. */
  readonly subjectKeyId: string
  /** Name of the authority in this hand-off that signed it; its own name for a self-signed root. */
  readonly issuer: string
}

export interface HandoffCrl {
  /** Name of the authority whose CRL it is. */
  readonly issuer: string
  readonly der: Uint8Array
  readonly number: string
  readonly thisUpdate: string
  readonly nextUpdate: string
}

export function isAnchor(certificate: HandoffCertificate): boolean {
  return certificate.issuer === certificate.name
}

/**
 * The certificates from `leaf` upwards in the order that OpenSSL, Go, Java and step-ca accept: issuing CA first, then its issuers,
 * never the self-signed root (OpenSSL stops at a self-signed certificate among the untrusted ones).
 */
export function chainOf(leaf: HandoffCertificate, all: readonly HandoffCertificate[]): readonly HandoffCertificate[] {
  const chain: HandoffCertificate[] = []
  let at: HandoffCertificate | undefined = leaf
  while (at !== undefined && !isAnchor(at) && !chain.includes(at)) {
    chain.push(at)
    const issuer: string = at.issuer
    at = all.find((candidate) => candidate.name === issuer)
  }
  return chain
}

/** Authorities with a certificate below them in this hand-off: a consumer that checks the whole chain needs a CRL of each. */
export function authoritiesThatNeedCrl(all: readonly HandoffCertificate[]): readonly HandoffCertificate[] {
  return all.filter((authority) => all.some((certificate) => certificate.issuer === authority.name))
}

/** Certificates that issue nothing in this hand-off: the ones that an online CA installs. */
export function issuingCertificates(all: readonly HandoffCertificate[]): readonly HandoffCertificate[] {
  return all.filter((candidate) => !isAnchor(candidate) && !all.some((other) => other.issuer === candidate.name))
}
