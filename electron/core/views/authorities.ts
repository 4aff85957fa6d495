import { type FacilityState, type IssuedCertificate, latestCrl } from '../../../shared/facility/state.ts'
import type { AuthorityView } from '../../../shared/ipc/contract/facility.ts'
import { planProfile } from '../procedure/issuers.ts'

const DAY = 86_400_000
const SOON = 90 * DAY

/** Every certificate that an authority or a hand-off key holds now, issuers before what they issued. */
export function viewAuthorities(state: FacilityState, now: number): AuthorityView[] {
  const newest = new Map(state.certificates.map((certificate) => [certificate.subjectKey, certificate]))
  const all = [...newest.values()].map((certificate) => viewAuthority(state, certificate, now))
  const roots = all.filter((authority) => authority.kind === 'root')
  return [
    ...roots.flatMap((root) => [root, ...all.filter((authority) => authority.issuer === root.name)]),
    ...all.filter((authority) => authority.kind === 'handoff-signer'),
  ]
}

function viewAuthority(state: FacilityState, certificate: IssuedCertificate, now: number): AuthorityView {
  const signer = state.keys.get(certificate.signingKey)
  const own = [...state.keys.values()].find((key) => key.spki === certificate.subjectKey)
  const selfSigned = signer?.spki === certificate.subjectKey
  const issuer = state.certificates.findLast((candidate) => candidate.subjectKey === signer?.spki)
  return {
    key: own?.name ?? certificate.signingKey,
    name: commonName(certificate.subject),
    kind: kindOf(state, certificate),
    issuer: selfSigned || issuer === undefined ? null : commonName(issuer.subject),
    notBefore: certificate.notBefore,
    notAfter: certificate.notAfter,
    ...(state.revoked.has(certificate.certificate) ? REVOKED : stateOf(certificate, now)),
    certificate: certificate.certificate,
    nextCrl: own === undefined ? null : (latestCrl(state, own.name)?.nextUpdate ?? null),
  }
}

function kindOf(state: FacilityState, certificate: IssuedCertificate): AuthorityView['kind'] {
  const run = state.runs.get(certificate.run)
  return run === undefined ? 'issuing' : planProfile(run.plan, certificate.profile).kind
}

const REVOKED = { state: 'Revoked', tone: 'danger' } as const

/** NIST SP 800-57 states as far as the log tells them. */
function stateOf({ notBefore, notAfter }: IssuedCertificate, now: number): Pick<AuthorityView, 'state' | 'tone'> {
  if (now < Date.parse(notBefore)) return { state: 'Not yet valid', tone: 'waiting' }
  if (now > Date.parse(notAfter)) return { state: 'Expired', tone: 'danger' }
  if (now > Date.parse(notAfter) - SOON) return { state: 'Ends soon', tone: 'attention' }
  return { state: 'Active', tone: 'ok' }
}

export function commonName(subject: string): string {
  return /CN=([^,]+)$/.exec(subject)?.[1] ?? subject
}
