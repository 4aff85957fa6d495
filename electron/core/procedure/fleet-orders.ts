import type { FacilityState, SignedHandoff } from '../../../shared/facility/state.ts'
import { CRL_MEDIA_TYPE, handoffManifest, type HandoffManifest } from '../../../shared/handoff/manifest.ts'
import { ordersInForce, type TrustOrder } from '../../../shared/handoff/order.ts'
import { type TrustState, trustState } from '../../../shared/handoff/trust-state.ts'
import { parseCanonical } from '../../../shared/ledger/canonical-json.ts'
import type { ArtifactReader } from '../facility/artifacts.ts'
import type { HandoffOrders, OrderedKey } from '../handoff/actions.ts'
import { readCrlFacts, revocationsIn } from '../handoff/x509-facts.ts'
import {
  type EndReason,
  type FleetAuthority,
  isSelfSigned,
  issuerKeyOf,
  revokedSerials,
  type Standing,
  standingOf,
} from './fleet-authorities.ts'

const ENDED: Readonly<Record<EndReason, string>> = {
  distrusted: 'distrusted',
  revoked: 'its certificate is revoked',
  expired: 'its certificate has expired',
  orphaned: 'nothing above it is trusted any more',
}

/** What a fleet was given last, from the artifacts of that hand-off. */
export interface LastHandoff {
  readonly manifest: HandoffManifest
  readonly state: TrustState
}

export function lastHandoff(earlier: readonly SignedHandoff[], artifacts: ArtifactReader): LastHandoff | null {
  const last = earlier.at(-1)
  if (last === undefined) return null
  const manifest = handoffManifest.parse(parseCanonical(artifacts.get(last.draft.manifest)))
  return { manifest, state: trustState.parse(parseCanonical(artifacts.get(manifest.state_digest))) }
}

export interface FleetOrders {
  readonly standing: readonly Standing[]
  readonly orders: HandoffOrders
}

/**
 * How the authorities of a fleet stand after `orders`, all that were ever given to it, oldest first; and what it is told about those that
 * stand no more. `last` is what it was given before. `now` is RFC 3339.
 */
export function fleetOrders(
  state: FacilityState,
  artifacts: ArtifactReader,
  orders: readonly TrustOrder[],
  last: LastHandoff | null,
  now: string,
): FleetOrders {
  const { frozen, tainted, distrusted } = ordersInForce(orders)
  const standing = standingOf(state, artifacts, distrusted, now)
  const reasons = new Map(orders.map(({ spki, reason }) => [spki, reason]))
  const because = (spki: string): OrderedKey => ({ spki, reason: reasons.get(spki) ?? '' })
  const ended = standing.flatMap(({ authority, end }) => (end === null ? [] : [{ authority, end }]))
  const stopped = ended.filter(({ authority, end }) => end !== 'expired' && isBelow(state, authority))
  const living = new Set(standing.flatMap(({ authority, end }) => (end === null ? [authority.spki] : [])))
  const limited = (keys: ReadonlySet<string>): string[] => [...keys].filter((spki) => living.has(spki))
  return {
    standing,
    orders: {
      disabled: [
        ...limited(frozen).map(because),
        ...limited(tainted).map(because),
        ...stopped.map(({ authority: { spki }, end }) => ({ spki, reason: reasons.get(spki) ?? ENDED[end] })),
      ],
      tainted: limited(tainted).map(because),
      distrusted: [...distrusted.values()].map((order) => ({
        spki: order.spki,
        reason: order.reason,
        from: order.from,
        certificates: order.certificates.map((sha256, index) => ({
          name: index === 0 ? order.authority : `${order.authority}-${String(index + 1)}`,
          der: artifacts.get(sha256),
        })),
      })),
      removedAnchors: removedAnchors(last, standing, reasons),
      revoked: newlyRevoked(state, artifacts, standing, last),
    },
  }
}

/** An authority below another one; roots issue nothing that a fleet could stop. */
function isBelow(state: FacilityState, { certificates }: FleetAuthority): boolean {
  return certificates.some((certificate) => !isSelfSigned(state, certificate))
}

function removedAnchors(
  last: LastHandoff | null,
  standing: readonly Standing[],
  reasons: ReadonlyMap<string, string>,
): OrderedKey[] {
  const before = new Set(last?.state.anchors.map(({ spki_sha256: spki }) => spki) ?? [])
  return standing.flatMap(({ authority: { spki }, end }) =>
    end !== null && before.has(spki) ? [{ spki, reason: reasons.get(spki) ?? ENDED[end] }] : [],
  )
}

/** CA certificates on the newest list of an issuer that stands, which the list that the fleet has does not revoke. */
function newlyRevoked(
  state: FacilityState,
  artifacts: ArtifactReader,
  standing: readonly Standing[],
  last: LastHandoff | null,
): HandoffOrders['revoked'] {
  const authorities = standing.map(({ authority }) => authority)
  const revoked = revokedSerials(state, artifacts, authorities)
  const living = new Set(standing.flatMap(({ authority, end }) => (end === null ? [authority.spki] : [])))
  const found = authorities.flatMap(({ certificates }) =>
    certificates.flatMap((certificate) => {
      const reason = revoked.get(certificate.signingKey)?.get(certificate.serial)
      const issuerSpki = issuerKeyOf(state, certificate)
      return reason === undefined || !living.has(issuerSpki) ? [] : [{ issuerSpki, serial: certificate.serial, reason }]
    }),
  )
  const known = knownRevocations(artifacts, last, new Set(found.map(({ serial }) => serial)))
  return found.filter(({ issuerSpki, serial }) => !known.has(`${issuerSpki}:${serial}`))
}

/** Of these serial numbers, those that the lists of the last hand-off have already. */
function knownRevocations(
  artifacts: ArtifactReader,
  last: LastHandoff | null,
  serials: ReadonlySet<string>,
): ReadonlySet<string> {
  const lists = last?.manifest.artifacts.filter(({ media_type: type }) => type === CRL_MEDIA_TYPE) ?? []
  const known = new Set<string>()
  if (serials.size === 0) return known
  for (const { sha256, issuer_spki_sha256: issuer } of lists)
    for (const serial of revocationsIn(readCrlFacts(artifacts.get(sha256)), serials).keys())
      known.add(`${issuer ?? ''}:${serial}`)
  return known
}
