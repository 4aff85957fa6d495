import { type FacilityState, type IssuedCertificate, latestCrl } from '../../../shared/facility/state.ts'
import type { CrlReason } from '../../../shared/pki/reasons.ts'
import type { ArtifactReader } from '../facility/artifacts.ts'
import { readCrlFacts, revocationsIn } from '../handoff/x509-facts.ts'
import { authoritySlug, commonNameOf } from './authority-name.ts'
import { planProfile } from './issuers.ts'

/** A CA as the fleet knows it: a key of this facility, or one that an online CA keeps. */
export interface FleetAuthority {
  /** The name of its key here, or its common name as a slug: what hand-offs call it. */
  readonly name: string
  /** SHA-256 of its SubjectPublicKeyInfo. */
  readonly spki: string
  /** Whether the key is one of this facility, and so has its CRLs made here. */
  readonly isOwn: boolean
  /** Every certificate that was issued here for it, newest first. */
  readonly certificates: readonly IssuedCertificate[]
}

export type EndReason = 'distrusted' | 'revoked' | 'expired' | 'orphaned'

/** Which certificate stands for an authority now; or why none does any more. */
export type Standing =
  | { readonly authority: FleetAuthority; readonly certificate: IssuedCertificate; readonly end: null }
  | { readonly authority: FleetAuthority; readonly certificate: null; readonly end: EndReason }

/** Every CA that was ever certified here, oldest first. */
export function fleetAuthorities(state: FacilityState): FleetAuthority[] {
  const byKey = new Map<string, IssuedCertificate[]>()
  for (const certificate of state.certificates) {
    if (!isAuthority(state, certificate)) continue
    byKey.set(certificate.subjectKey, [certificate, ...(byKey.get(certificate.subjectKey) ?? [])])
  }
  const own = new Map([...state.keys.values()].map((key) => [key.spki, key.name]))
  return [...byKey].map(([spki, certificates]) => {
    const name = own.get(spki) ?? authoritySlug(commonNameOf(certificates[0]?.subject ?? ''))
    return { name, spki, isOwn: own.has(spki), certificates }
  })
}

export function isAuthority(state: FacilityState, certificate: IssuedCertificate): boolean {
  const run = state.runs.get(certificate.run)
  return run !== undefined && planProfile(run.plan, certificate.profile).kind !== 'handoff-signer'
}

/** SHA-256 of the key that signed a certificate. */
export function issuerKeyOf(state: FacilityState, { signingKey }: IssuedCertificate): string {
  return state.keys.get(signingKey)?.spki ?? ''
}

export function isSelfSigned(state: FacilityState, certificate: IssuedCertificate): boolean {
  return issuerKeyOf(state, certificate) === certificate.subjectKey
}

/**
 * How each authority stands: by its newest certificate that is neither revoked by its issuer's newest list nor expired, and whose issuer
 * stands too. `now` is RFC 3339.
 */
export function standingOf(
  state: FacilityState,
  artifacts: ArtifactReader,
  distrusted: ReadonlySet<string> | ReadonlyMap<string, unknown>,
  now: string,
): Standing[] {
  const authorities = fleetAuthorities(state)
  const revoked = revokedSerials(state, artifacts, authorities)
  const isRevoked = (certificate: IssuedCertificate): boolean =>
    !isSelfSigned(state, certificate) && revoked.get(certificate.signingKey)?.has(certificate.serial) === true
  const usable = (authority: FleetAuthority): IssuedCertificate[] =>
    authority.certificates.filter((certificate) => certificate.notAfter > now && !isRevoked(certificate))
  const standing = new Map<string, IssuedCertificate>()
  for (const authority of authorities) {
    const [newest] = usable(authority)
    if (newest !== undefined && !distrusted.has(authority.spki)) standing.set(authority.spki, newest)
  }
  // Whoever falls takes along what rests on it alone.
  for (let fell = true; fell;) {
    fell = false
    for (const authority of authorities) {
      if (!standing.has(authority.spki)) continue
      const found = usable(authority).find((certificate) => standing.has(issuerKeyOf(state, certificate)))
      if (found === undefined) standing.delete(authority.spki)
      else standing.set(authority.spki, found)
      fell ||= found === undefined
    }
  }
  return authorities.map((authority): Standing => {
    const certificate = standing.get(authority.spki)
    if (certificate !== undefined) return { authority, certificate, end: null }
    return { authority, certificate: null, end: endOf(authority) }
  })

  function endOf({ spki, certificates }: FleetAuthority): EndReason {
    if (distrusted.has(spki)) return 'distrusted'
    const current = certificates.filter(({ notAfter }) => notAfter > now)
    if (current.length === 0) return 'expired'
    return current.every(isRevoked) ? 'revoked' : 'orphaned'
  }
}

/** The CA certificates that the newest list of each key revokes, by the name of that key. */
export function revokedSerials(
  state: FacilityState,
  artifacts: ArtifactReader,
  authorities: readonly FleetAuthority[],
): ReadonlyMap<string, ReadonlyMap<string, CrlReason>> {
  const serials = new Set(authorities.flatMap(({ certificates }) => certificates.map(({ serial }) => serial)))
  const issuers = new Set(authorities.flatMap(({ certificates }) => certificates.map(({ signingKey }) => signingKey)))
  return new Map(
    [...issuers].map((name) => {
      const crl = latestCrl(state, name)
      return [name, crl === null ? new Map() : revocationsIn(readCrlFacts(artifacts.get(crl.crl)), serials)]
    }),
  )
}
