import { bytesToHex, equalBytes, hexToBytes, sha256Hex, utf8ToBytes } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import { hex } from '../../../shared/ids.ts'
import { type HsmContract, wrapMechanism } from '../../../shared/ipc/hsm-contract.ts'
import type { ResponseOf } from '../../../shared/ipc/operation.ts'
import { canonicalJson } from '../../../shared/ledger/canonical-json.ts'
import { keyAlgorithm } from '../../../shared/pki/algorithms.ts'
import { z } from '../../../shared/zod.ts'

/**
 * A backup as it is kept: a private key under an AES-256 key (KEK), and that one under the transport key of the token that may
 * open it. Everything is hex; nothing in it is a secret without that token.
 */
const sealedKey = z.strictObject({
  type: z.literal('conclave-sealed-key/v1'),
  algorithm: keyAlgorithm,
  /** DER SubjectPublicKeyInfo of the key. */
  publicKey: hex.min(2),
  /** DER SubjectPublicKeyInfo of the transport key; RSAES-OAEP with SHA-1 and MGF1-SHA-1. */
  transportKey: hex.min(2),
  wrappedKek: hex.min(2),
  wrappedKey: hex.min(2),
  /** What the token that wrapped it calls RFC 5649. */
  mechanism: wrapMechanism,
})
export type SealedKey = z.infer<typeof sealedKey>

/** Bytes; a backup of an RSA-4096 key has fewer than 8,000. */
export const SEALED_KEY_LIMIT = 65_536

/** The artifact of what key.back-up returned. */
export function encodeSealedKey(backup: ResponseOf<HsmContract, 'key.back-up'>, transportKey: Uint8Array): Uint8Array {
  const { algorithm, publicKey } = backup.key
  if (algorithm === null || publicKey === null) throw new TypeError('a key that was found by its public key has one')
  const sealed: SealedKey = {
    type: 'conclave-sealed-key/v1',
    algorithm,
    publicKey: bytesToHex(publicKey),
    transportKey: bytesToHex(transportKey),
    wrappedKek: bytesToHex(backup.wrappedKek),
    wrappedKey: bytesToHex(backup.wrappedKey),
    mechanism: backup.mechanism,
  }
  return utf8ToBytes(canonicalJson(sealed))
}

/** Throws backup-invalid. */
export function readSealedKey(artifact: Uint8Array): SealedKey {
  const parsed = sealedKey.safeParse(artifact.length > SEALED_KEY_LIMIT ? null : readJson(artifact))
  if (parsed.success && equalBytes(utf8ToBytes(canonicalJson(parsed.data)), artifact)) return parsed.data
  throw fail('backup-invalid', 'This is not a key backup of Conclave, or it was changed.', {
    remedy: 'Take another copy of the backup.',
    detail: { sha256: sha256Hex(artifact) },
  })
}

/** The part of a key.restore request that the backup knows. */
export function sealedParts({ algorithm, mechanism, ...sealed }: SealedKey): {
  algorithm: SealedKey['algorithm']
  mechanism: SealedKey['mechanism']
  publicKey: Uint8Array
  wrappedKek: Uint8Array
  wrappedKey: Uint8Array
} {
  return {
    algorithm,
    mechanism,
    publicKey: hexToBytes(sealed.publicKey),
    wrappedKek: hexToBytes(sealed.wrappedKek),
    wrappedKey: hexToBytes(sealed.wrappedKey),
  }
}

function readJson(artifact: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(artifact))
  } catch {
    return null
  }
}
