import type { DriftFinding, DriftRule } from './drift-finding.ts'
import type { HandoffStatus } from './status.ts'
import type { TrustState } from './trust-state.ts'

/** What was signed here for a fleet: what its regions are compared with. Keys are SHA-256 of a SubjectPublicKeyInfo; times RFC 3339. */
export interface SignedHere {
  /** The hand-offs that left, oldest first, and the state that each leads to. */
  readonly handoffs: readonly {
    readonly epoch: number
    readonly sequence: number
    readonly manifest: string
    readonly issuedAt: string
    readonly state: TrustState
  }[]
  /** SHA-256 of every CA certificate that was ever issued here, and its key. */
  readonly certificates: ReadonlyMap<string, string>
  /** Every CRL that was ever signed here, by the key of its issuer, oldest first. */
  readonly crls: ReadonlyMap<string, readonly { readonly number: string; readonly sha256: string }[]>
  /** `<key of the issuer>:<serial>` of every certificate on the newest CRLs, as far as anybody asks. */
  readonly isRevoked: (issuer: string, serial: string) => boolean
}

export const PLAYBOOK = { issuing: 'issuing-ca-compromise', root: 'root-compromise' } as const
export const HOUR = 3_600_000

export interface Scope {
  readonly status: HandoffStatus
  readonly signed: SignedHere
  readonly region: string
}

export function stateOf({ signed }: Scope): TrustState | null {
  return signed.handoffs.at(-1)?.state ?? null
}

export function alarm(
  { region }: Scope,
  rule: DriftRule,
  place: string | null,
  finding: string,
  expected: string,
  found: string,
  playbook: string | null,
): DriftFinding {
  return { rule, severity: 'alarm', region, place, finding: finding.slice(0, 600), expected, found, playbook }
}

export function warning(
  { region }: Scope,
  rule: DriftRule,
  place: string | null,
  finding: string,
  expected: string,
  found: string,
  playbook: string | null = null,
): DriftFinding {
  return { rule, severity: 'warning', region, place, finding: finding.slice(0, 600), expected, found, playbook }
}
