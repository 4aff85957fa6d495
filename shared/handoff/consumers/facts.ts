import { type HandoffCertificate, type HandoffCrl, isAnchor, issuingCertificates } from '../authority.ts'
import { practiceMark } from '../names.ts'
import type { TrustState } from '../trust-state.ts'

/** An authority that a fleet is told to use no more, or no more as before. */
export interface StoppedAuthority {
  readonly order: 'disable' | 'taint' | 'distrust'
  /** SHA-256 of its SubjectPublicKeyInfo. */
  readonly spki: string
  /** What the hand-off calls it; null when it has no certificate of that key. */
  readonly name: string | null
  /** Lowercase hex; null with the name. */
  readonly subjectKeyId: string | null
  readonly reason: string
}

/** An authority with the paths of its files in the hand-off. */
export interface ConsumerAuthority {
  readonly name: string
  readonly sha256: string
  readonly subjectKeyId: string
  /** PEM, DER. */
  readonly certificate: string
  readonly der: string
  /** Certificates from it upwards without the root, PEM; null for a root and for what lies between. */
  readonly chain: string | null
}

export interface ConsumerCrl {
  /** Name of the authority whose list it is. */
  readonly issuer: string
  readonly der: string
  readonly nextUpdate: string
}

/** What runbooks are written from: this very hand-off, by the names of its files. */
export interface ConsumerFacts {
  readonly practice: boolean
  readonly domain: string
  readonly epoch: number
  readonly sequence: number
  /** Every CA of the hand-off, also one that issues nothing more: what it issued may still be valid. */
  readonly authorities: readonly ConsumerAuthority[]
  readonly roots: readonly ConsumerAuthority[]
  /** CAs that are neither roots nor issuing, from whichever order the hand-off has. */
  readonly between: readonly ConsumerAuthority[]
  /** Issuing CAs that were not told to stop; the default one first where there is one. */
  readonly issuing: readonly ConsumerAuthority[]
  /** Paths. */
  readonly anchors: string
  readonly crlSet: string | null
  readonly crls: readonly ConsumerCrl[]
  /** Issuing CAs whose lists are made online: consumers that check whole chains need these too. */
  readonly onlineCrls: readonly string[]
  readonly stopped: readonly StoppedAuthority[]
  readonly revoked: readonly { readonly issuer: string; readonly serial: string; readonly reason: string }[]
  /** Distrusted certificates: names as in trust/blocklist/. */
  readonly blocked: readonly string[]
  readonly mark: string
  /** Texts that some consumers want in another form: PEM. */
  readonly pem: {
    readonly anchors: string
    readonly rootOf: Readonly<Record<string, string>>
    readonly chainOf: Readonly<Record<string, string>>
  }
}

export interface ConsumerInput {
  readonly practice: boolean
  readonly domain: string
  readonly epoch: number
  readonly sequence: number
  readonly certificates: readonly HandoffCertificate[]
  readonly crls: readonly HandoffCrl[]
  readonly state: TrustState
  readonly stopped: readonly StoppedAuthority[]
  readonly revoked: readonly { readonly issuerSpki: string; readonly serial: string; readonly reason: string }[]
  readonly blocked: readonly { readonly name: string }[]
  readonly pem: ConsumerFacts['pem']
}

export function consumerFacts(input: ConsumerInput): ConsumerFacts {
  const { certificates, crls, state } = input
  const mark = practiceMark(input.practice)
  const stopped = new Set(input.stopped.map(({ spki }) => spki))
  const leaves = issuingCertificates(certificates)
  const isIssuing = (one: HandoffCertificate): boolean => leaves.includes(one)
  const described = (one: HandoffCertificate): ConsumerAuthority => ({
    name: one.name,
    sha256: one.sha256,
    subjectKeyId: one.subjectKeyId,
    certificate: `certs/${mark}${one.name}.pem`,
    der: `certs/${mark}${one.name}.der`,
    chain: isIssuing(one) ? `chains/${mark}${one.name}-chain.pem` : null,
  })
  const rank = (one: HandoffCertificate): number => (isAnchor(one) ? 0 : isIssuing(one) ? 2 : 1)
  const isDefault = ({ spkiSha256 }: HandoffCertificate): number => (spkiSha256 === state.default_issuer ? 0 : 1)
  return {
    practice: input.practice,
    domain: input.domain,
    epoch: input.epoch,
    sequence: input.sequence,
    authorities: certificates.toSorted((a, b) => rank(a) - rank(b)).map(described),
    roots: certificates.filter(isAnchor).map(described),
    between: certificates.filter((one) => !isAnchor(one) && !isIssuing(one)).map(described),
    issuing: leaves
      .filter(({ spkiSha256 }) => !stopped.has(spkiSha256))
      .toSorted((a, b) => isDefault(a) - isDefault(b))
      .map(described),
    anchors: `trust/${mark}anchors.pem`,
    crlSet: crls.length === 0 ? null : `crls/${mark}crls-all.pem`,
    crls: crls.map(({ issuer, nextUpdate }) => ({ issuer, der: `crls/${mark}${issuer}.crl`, nextUpdate })),
    onlineCrls: leaves.map(({ name }) => name).filter((name) => !crls.some(({ issuer }) => issuer === name)),
    stopped: input.stopped,
    revoked: input.revoked.map(({ issuerSpki, serial, reason }) => ({
      issuer: certificates.find(({ spkiSha256 }) => spkiSha256 === issuerSpki)?.name ?? issuerSpki,
      serial,
      reason,
    })),
    blocked: input.blocked.map(({ name }) => name),
    mark,
    pem: input.pem,
  }
}
