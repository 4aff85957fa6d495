import { randomFillSync } from 'node:crypto'

/** Host randomness: salts, nonces and people's key files. Never for CA material, which comes from the HSM (design §6). */
export function hostRandom(length: number): Uint8Array {
  return randomFillSync(new Uint8Array(length))
}
