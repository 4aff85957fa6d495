import type { CrlReason } from '../../../shared/pki/reasons.ts'

/** One certificate that is to be revoked, as somebody wrote it down. Null: what the plan says of all of them. */
export interface RevocationRow {
  /** Octets of the serial number. */
  readonly serial: Uint8Array
  readonly reason: CrlReason | null
  /** Milliseconds, whole seconds; here and below. */
  readonly revokedAt: number | null
  readonly invalidSince: number | null
}

/** Why a row is not taken, in words that follow its number. */
export class RowProblem extends Error {}
