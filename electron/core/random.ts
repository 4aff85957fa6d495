import { generateKeyPairSync, type KeyPairKeyObjectResult, randomFillSync } from 'node:crypto'

/** Host randomness: salts, nonces and people's key files. Never for CA material, which comes from the HSM (design §6). */
export function hostRandom(length: number): Uint8Array {
  return randomFillSync(new Uint8Array(length))
}

/** An EC key pair for one use: to agree on a content key with the holder of a certificate. Never a CA's. */
export function hostEphemeralKey(namedCurve: string): KeyPairKeyObjectResult {
  return generateKeyPairSync('ec', { namedCurve })
}
