import type { HsmOperation } from './ending.ts'

/** Milliseconds after which an HSM counts as hung. */
export interface HsmTimeouts {
  readonly start: number
  readonly call: number
  /** By operation, where it differs from `call`. */
  readonly operations: Readonly<Partial<Record<HsmOperation, number>>>
}

/** Generous: a smart card needs minutes for an RSA key, and a person a moment at a PIN pad. */
export const HSM_TIMEOUTS: HsmTimeouts = {
  start: 60_000,
  call: 60_000,
  operations: {
    'token.open': 180_000,
    'key.generate': 900_000,
    'key.sign': 180_000,
    'key.sign-many': 900_000,
    'token.set-pin': 180_000,
    'transport-key.generate': 900_000,
    'key.back-up': 180_000,
    'key.restore': 180_000,
    'card.keys': 180_000,
    'card.sign': 180_000,
    'card.generate': 900_000,
  },
}

export function limitOf(timeouts: HsmTimeouts, operation: HsmOperation): number {
  return timeouts.operations[operation] ?? timeouts.call
}
