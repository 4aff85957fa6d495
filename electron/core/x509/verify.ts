import { createPublicKey, type KeyObject, verify, X509Certificate } from 'node:crypto'
import { equalBytes } from '../../../shared/bytes.ts'
import { signatureAlgorithmOf } from '../../../shared/pki/algorithm-identifiers.ts'
import type { SignatureAlgorithm } from '../../../shared/pki/algorithms.ts'
import { readTbsFields } from '../../../shared/pki/certificate-fields.ts'
import { readTbsCrlFields } from '../../../shared/pki/crl-fields.ts'
import { encodeSignature, readSignedObject } from '../../../shared/pki/signed-object.ts'

/** Verification by node:crypto (OpenSSL in Node, BoringSSL in Electron), which shares no code with our writer. */
export const NODE_ALGORITHM: Readonly<Record<SignatureAlgorithm, { key: string; digest: string | null }>> = {
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

/** A raw signature of the HSM (r||s for ECDSA) over to-be-signed bytes, before anything is assembled. */
export function verifySignatureOverTbs(
  tbs: Uint8Array,
  algorithm: SignatureAlgorithm,
  rawSignature: Uint8Array,
  spki: Uint8Array,
): boolean {
  try {
    return verifyEncoded(tbs, algorithm, encodeSignature(algorithm, rawSignature), spki)
  } catch {
    return false
  }
}

/** Both by X509Certificate.verify and over the exact TBS bytes. False for anything that is not a certificate. */
export function verifyCertificateSignature(certificate: Uint8Array, issuerSpki: Uint8Array): boolean {
  const key = importPublicKey(issuerSpki)
  if (key === null) return false
  try {
    const { tbs, algorithm, signature } = readSignedObject(certificate)
    if (!equalBytes(algorithm, readTbsFields(tbs).signatureAlgorithm)) return false
    return new X509Certificate(certificate).verify(key) && verifyByIdentifier(tbs, algorithm, signature, issuerSpki)
  } catch {
    return false
  }
}

export function verifyCrlSignature(crl: Uint8Array, issuerSpki: Uint8Array): boolean {
  try {
    const { tbs, algorithm, signature } = readSignedObject(crl)
    if (!equalBytes(algorithm, readTbsCrlFields(tbs).signatureAlgorithm)) return false
    return verifyByIdentifier(tbs, algorithm, signature, issuerSpki)
  } catch {
    return false
  }
}

function verifyByIdentifier(tbs: Uint8Array, identifier: Uint8Array, signature: Uint8Array, spki: Uint8Array): boolean {
  const algorithm = signatureAlgorithmOf(identifier)
  return algorithm !== undefined && verifyEncoded(tbs, algorithm, signature, spki)
}

function verifyEncoded(
  tbs: Uint8Array,
  algorithm: SignatureAlgorithm,
  signature: Uint8Array,
  spki: Uint8Array,
): boolean {
  const key = importPublicKey(spki)
  const { key: type, digest } = NODE_ALGORITHM[algorithm]
  // OpenSSL would take an ECDSA algorithm name with an RSA key and decide by the key.
  if (key === null || key.asymmetricKeyType !== type) return false
  return verify(digest, tbs, { key, dsaEncoding: 'der' }, signature)
}
