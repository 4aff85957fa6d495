import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { hexToBytes } from '../../../shared/bytes.ts'
import type { CardAlgorithm } from '../../../shared/ipc/hsm-contract.ts'
import { ed25519PublicKey } from '../ed25519.ts'

/** ECDSA with the hash that belongs to the curve (BR §7.1.3.2.2), as raw r||s. */
const ECDSA = {
  'ec-p256': { curve: 'prime256v1', hash: 'sha256', length: 64 },
  'ec-p384': { curve: 'secp384r1', hash: 'sha384', length: 96 },
} as const

const RAW_ED25519 = /^[0-9a-f]{64}$/

/**
 * True when `signature` was made over the whole `message` with this key. `publicKey` is hex: DER SubjectPublicKeyInfo, or the 32 bytes
 * of an Ed25519 key. False for a key of another type than `algorithm`; never throws.
 */
export function verifySignature(
  algorithm: CardAlgorithm,
  publicKey: string,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  const key = readPublicKey(publicKey)
  if (key === null) return false
  if (algorithm === 'ed25519') {
    return key.asymmetricKeyType === 'ed25519' && signature.length === 64 && verify(null, message, key, signature)
  }
  const { curve, hash, length } = ECDSA[algorithm]
  if (key.asymmetricKeyType !== 'ec' || key.asymmetricKeyDetails?.namedCurve !== curve) return false
  return signature.length === length && verify(hash, message, { key, dsaEncoding: 'ieee-p1363' }, signature)
}

/** Few people sign many things: OpenSSL takes as long to read a key as to verify with it. */
const KEPT = 256
const known = new Map<string, KeyObject | null>()

/** Null for what is no key. `publicKey` is hex: DER SubjectPublicKeyInfo, or the 32 bytes of an Ed25519 key. */
export function readPublicKey(publicKey: string): KeyObject | null {
  const found = known.get(publicKey)
  if (found !== undefined) return found
  const key = read(publicKey)
  if (known.size >= KEPT) known.clear()
  known.set(publicKey, key)
  return key
}

function read(publicKey: string): KeyObject | null {
  try {
    const octets = hexToBytes(publicKey)
    if (RAW_ED25519.test(publicKey)) return ed25519PublicKey(octets)
    return createPublicKey({ key: Buffer.from(octets), format: 'der', type: 'spki' })
  } catch {
    return null
  }
}
