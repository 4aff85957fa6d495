import type { BlockedCertificate } from '../../../shared/handoff/blocklist.ts'
import type { HandoffFile } from '../../../shared/handoff/handoff-file.ts'
import { CERTIFICATE_MEDIA_TYPE, CRL_MEDIA_TYPE, type ManifestAction } from '../../../shared/handoff/manifest.ts'
import type { TrustState } from '../../../shared/handoff/trust-state.ts'

/** An authority by the SHA-256 of its SubjectPublicKeyInfo, and why it is named. */
export interface OrderedKey {
  readonly spki: string
  readonly reason: string
}

/** What a fleet is told beyond what it is given: what ends, what stops, what nobody may trust. */
export interface HandoffOrders {
  /** Authorities that issue nothing more. */
  readonly disabled: readonly OrderedKey[]
  readonly tainted: readonly OrderedKey[]
  /** `from`: RFC 3339, since when the key may be in other hands. */
  readonly distrusted: readonly (OrderedKey & {
    readonly from: string
    readonly certificates: readonly BlockedCertificate[]
  })[]
  /** Trust anchors of the hand-off before that are not in this one. */
  readonly removedAnchors: readonly OrderedKey[]
  /** CA certificates that the lists of this hand-off revoke, and those of the one before did not. */
  readonly revoked: readonly { readonly issuerSpki: string; readonly serial: string; readonly reason: string }[]
}

export const NO_ORDERS: HandoffOrders = { disabled: [], tainted: [], distrusted: [], removedAnchors: [], revoked: [] }

/**
 * Anchors before issuers before CRLs, and everything that is added before anything that is taken away: a receiver that applies them in
 * order never has an issuer without its anchor, and never a moment without either.
 */
export function handoffActions(
  files: readonly HandoffFile[],
  state: TrustState,
  orders: HandoffOrders,
): readonly ManifestAction[] {
  const anchors = new Set(state.anchors.map((anchor) => anchor.certificate_sha256))
  const certificates = files.filter(({ artifact }) => artifact.media_type === CERTIFICATE_MEDIA_TYPE)
  const crls = files.filter(({ artifact }) => artifact.media_type === CRL_MEDIA_TYPE)
  const isAnchor = ({ artifact }: HandoffFile): boolean => anchors.has(artifact.sha256)
  return [
    ...certificates.filter(isAnchor).map(({ artifact }) => action('add_anchor', artifact.path)),
    ...certificates.filter((file) => !isAnchor(file)).map(({ artifact }) => action('install_issuer', artifact.path)),
    ...(state.default_issuer === null ? [] : [action('set_default_issuer', state.default_issuer)]),
    ...crls.map(({ artifact }) => action('publish_crl', artifact.path)),
    ...orders.revoked.map(({ issuerSpki, serial, reason }) => action('revoke', `${issuerSpki}:${serial}`, { reason })),
    ...orders.disabled.map(({ spki, reason }) => action('disable_issuer', spki, { reason })),
    ...orders.tainted.map(({ spki, reason }) => action('taint_issuer', spki, { reason })),
    ...orders.removedAnchors.map(({ spki, reason }) => action('remove_anchor', spki, { reason })),
    ...orders.distrusted.map(({ spki, reason, from }) => action('distrust', spki, { reason, from })),
  ]
}

function action(
  kind: ManifestAction['kind'],
  target: string,
  { reason = null, from = null }: { reason?: string | null; from?: string | null } = {},
): ManifestAction {
  return { kind, target, not_before: from, not_after: null, reason }
}
