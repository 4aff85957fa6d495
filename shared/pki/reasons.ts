import { z } from '../zod.ts'

/** CRLReason, RFC 5280 §5.3.1. Value 7 is unused; removeFromCRL belongs to delta CRLs, which an offline CA does not issue. */
export const CRL_REASON_CODE = {
  unspecified: 0,
  keyCompromise: 1,
  cACompromise: 2,
  affiliationChanged: 3,
  superseded: 4,
  cessationOfOperation: 5,
  certificateHold: 6,
  removeFromCRL: 8,
  privilegeWithdrawn: 9,
  aACompromise: 10,
} as const
export type CrlReason = keyof typeof CRL_REASON_CODE

export const crlReason = z.enum(Object.keys(CRL_REASON_CODE) as [CrlReason, ...CrlReason[]])

/** BR §7.2.2: the reasons of its table. cACompromise is absent: a compromised subordinate CA uses keyCompromise. */
export const BR_REASONS: readonly CrlReason[] = [
  'unspecified',
  'keyCompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'privilegeWithdrawn',
]

export const RFC5280_REASONS: readonly CrlReason[] = [...BR_REASONS, 'cACompromise', 'certificateHold', 'aACompromise']

export function allowedReasons(policy: 'rfc5280' | 'br'): readonly CrlReason[] {
  return policy === 'br' ? BR_REASONS : RFC5280_REASONS
}

const BY_CODE = new Map(
  (Object.keys(CRL_REASON_CODE) as CrlReason[]).map((reason): [number, CrlReason] => [CRL_REASON_CODE[reason], reason]),
)

export function reasonOfCode(code: number): CrlReason | undefined {
  return BY_CODE.get(code)
}

/** A compromise may become known later and replace any reason; nothing may replace a compromise (BR §7.2.2). */
export function isReasonWeakened(before: CrlReason, after: CrlReason): boolean {
  return strength(after) < strength(before)
}

function strength(reason: CrlReason): number {
  if (reason === 'keyCompromise' || reason === 'cACompromise' || reason === 'aACompromise') return 3
  if (reason === 'certificateHold' || reason === 'removeFromCRL') return 0
  return reason === 'unspecified' ? 1 : 2
}
