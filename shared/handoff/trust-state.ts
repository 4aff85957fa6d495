import { sha256Hex, utf8ToBytes } from '../bytes.ts'
import { digest } from '../ids.ts'
import { canonicalJson } from '../ledger/canonical-json.ts'
import { z } from '../zod.ts'
import { domainName } from './names.ts'

const decimal = z.string().regex(/^(0|[1-9]\d{0,48})$/)
const trustedCertificate = z.strictObject({ spki_sha256: digest, certificate_sha256: digest })

/**
 * What a fleet trusts after a hand-off was applied, whole. Keys are named by SHA-256 of their SubjectPublicKeyInfo, so a renewed
 * certificate of one key does not look like a new authority. A receiver compares the digest with what it really has: drift shows.
 */
export const trustState = z.strictObject({
  domain: domainName,
  anchors: z.array(trustedCertificate),
  issuers: z.array(trustedCertificate),
  default_issuer: digest.nullable(),
  crls: z.array(z.strictObject({ issuer_spki_sha256: digest, number: decimal })),
  /** Authorities that issue nothing more: frozen, revoked or distrusted. */
  disabled: z.array(digest),
  /** Authorities whose certificates are to be replaced now. */
  tainted: z.array(digest),
  /** Keys that nothing may rest on any more, for ever. */
  distrusted: z.array(digest),
})
export type TrustState = z.infer<typeof trustState>

/** Canonical bytes of a trust state: its lists are sets, so they are sorted first. */
export function trustStateBytes(state: TrustState): Uint8Array {
  return utf8ToBytes(canonicalJson(sorted(state)))
}

export function stateDigest(state: TrustState): string {
  return sha256Hex(trustStateBytes(state))
}

function sorted(state: TrustState): TrustState {
  return {
    domain: state.domain,
    anchors: state.anchors.toSorted(byCertificate),
    issuers: state.issuers.toSorted(byCertificate),
    default_issuer: state.default_issuer,
    crls: state.crls.toSorted((a, b) => compareText(a.issuer_spki_sha256, b.issuer_spki_sha256)),
    disabled: state.disabled.toSorted(),
    tainted: state.tainted.toSorted(),
    distrusted: state.distrusted.toSorted(),
  }
}

function byCertificate(a: { certificate_sha256: string }, b: { certificate_sha256: string }): number {
  return compareText(a.certificate_sha256, b.certificate_sha256)
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
