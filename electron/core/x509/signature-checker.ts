import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import type { SignatureAlgorithm } from '../../../shared/pki/algorithms.ts'
import { encodeSignature } from '../../../shared/pki/signed-object.ts'

/** Verification by node:crypto (OpenSSL in Node, BoringSSL in Electron), which shares no code with our writer. */
const NODE_ALGORITHM: Readonly<Record<SignatureAlgorithm, { key: string; digest: string | null }>> = {
  'ecdsa-sha256': { key: 'ec', digest: 'sha256' },
  'ecdsa-sha384': { key: 'ec', digest: 'sha384' },
  'rsa-sha256': { key: 'rsa', digest: 'sha256' },
  'rsa-sha384': { key: 'rsa', digest: 'sha384' },
  ed25519: { key: 'ed25519', digest: null },
}

/** The key of a SubjectPublicKeyInfo, or null when node:crypto refuses it. */
export function importPublicKey(spki: Uint8Array): KeyObject | null {
  try {
    return createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })
  } catch {
    return null
  }
}

/** Whether a raw signature of the HSM (r||s for ECDSA) over to-be-signed bytes is good: for many of one key. */
export function signatureChecker(
  algorithm: SignatureAlgorithm,
  spki: Uint8Array,
): (tbs: Uint8Array, rawSignature: Uint8Array) => boolean {
  const isGood = encodedChecker(algorithm, spki)
  return (tbs, rawSignature) => {
    try {
      return isGood(tbs, encodeSignature(algorithm, rawSignature))
    } catch {
      return false
    }
  }
}

/** The same for signatures as X.509 has them (DER for ECDSA). */
export function encodedChecker(
  algorithm: SignatureAlgorithm,
  spki: Uint8Array,
): (tbs: Uint8Array, signature: Uint8Array) => boolean {
  const key = importPublicKey(spki)
  const { key: type, digest } = NODE_ALGORITHM[algorithm]
  // OpenSSL would take an ECDSA algorithm name with an RSA key and decide by the key.
  if (key === null || key.asymmetricKeyType !== type) return () => false
  return (tbs, signature) => verify(digest, tbs, { key, dsaEncoding: 'der' }, signature)
}
