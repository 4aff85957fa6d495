import { equalBytes, hexToBytes } from '../bytes.ts'
import type { KeyAlgorithm, SignatureAlgorithm } from './algorithms.ts'

/** AlgorithmIdentifiers byte for byte (BR §7.1.3.2, RFC 8410): NULL for RSA, absent parameters for ECDSA and Ed25519. */
export const SIGNATURE_ALGORITHM_IDENTIFIER: Readonly<Record<SignatureAlgorithm, Uint8Array>> = {
  'ecdsa-sha256': hexToBytes('300a06082a8648ce3d040302'),
  'ecdsa-sha384': hexToBytes('300a06082a8648ce3d040303'),
  'rsa-sha256': hexToBytes('300d06092a864886f70d01010b0500'),
  'rsa-sha384': hexToBytes('300d06092a864886f70d01010c0500'),
  ed25519: hexToBytes('300506032b6570'),
}

/** The names of the RFCs, for display. */
export const SIGNATURE_ALGORITHM_NAME: Readonly<Record<SignatureAlgorithm, string>> = {
  'ecdsa-sha256': 'ecdsa-with-SHA256',
  'ecdsa-sha384': 'ecdsa-with-SHA384',
  'rsa-sha256': 'sha256WithRSAEncryption',
  'rsa-sha384': 'sha384WithRSAEncryption',
  ed25519: 'Ed25519',
}

export const KEY_ALGORITHM_NAME: Readonly<Record<KeyAlgorithm, string>> = {
  'ec-p256': 'P-256',
  'ec-p384': 'P-384',
  'rsa-3072': 'RSA 3072',
  'rsa-4096': 'RSA 4096',
  ed25519: 'Ed25519',
}

/** SubjectPublicKeyInfo.algorithm byte for byte. P-521 is known so that a request can be read, not so that we make one. */
export const PUBLIC_KEY_ALGORITHM_IDENTIFIER = {
  rsa: hexToBytes('300d06092a864886f70d0101010500'),
  'P-256': hexToBytes('301306072a8648ce3d020106082a8648ce3d030107'),
  'P-384': hexToBytes('301006072a8648ce3d020106052b81040022'),
  'P-521': hexToBytes('301006072a8648ce3d020106052b81040023'),
  ed25519: hexToBytes('300506032b6570'),
} as const
export type PublicKeyKind = keyof typeof PUBLIC_KEY_ALGORITHM_IDENTIFIER

export function signatureAlgorithmOf(identifier: Uint8Array): SignatureAlgorithm | undefined {
  return keyWithBytes(SIGNATURE_ALGORITHM_IDENTIFIER, identifier)
}

export function publicKeyKindOf(identifier: Uint8Array): PublicKeyKind | undefined {
  return keyWithBytes(PUBLIC_KEY_ALGORITHM_IDENTIFIER, identifier)
}

function keyWithBytes<Key extends string>(
  table: Readonly<Record<Key, Uint8Array>>,
  bytes: Uint8Array,
): Key | undefined {
  return (Object.keys(table) as Key[]).find((key) => equalBytes(table[key], bytes))
}
