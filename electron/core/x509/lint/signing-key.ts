import { signatureAlgorithmOf } from '../../../../shared/pki/algorithm-identifiers.ts'
import type { SignatureAlgorithm } from '../../../../shared/pki/algorithms.ts'
import { readPublicKey } from '../../../../shared/pki/public-key.ts'

const ALGORITHMS_OF_KEY: Readonly<Record<string, readonly SignatureAlgorithm[]>> = {
  'P-256': ['ecdsa-sha256'],
  'P-384': ['ecdsa-sha384'],
  ed25519: ['ed25519'],
  rsa: ['rsa-sha256', 'rsa-sha384'],
}

/** BR §7.1.3.2.2: the hash matches the curve. */
export function signatureFitsKey(signatureAlgorithm: Uint8Array, spki: Uint8Array): boolean {
  const algorithm = signatureAlgorithmOf(signatureAlgorithm)
  return algorithm !== undefined && (ALGORITHMS_OF_KEY[readPublicKey(spki).kind]?.includes(algorithm) ?? false)
}
