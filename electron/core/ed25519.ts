import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { concatBytes, hexToBytes } from '../../shared/bytes.ts'

/** What stands before the 32 bytes of a key in PKCS#8 and in SubjectPublicKeyInfo (RFC 8410 §4, §7). */
const PKCS8_PREFIX = hexToBytes('302e020100300506032b657004220420')
const SPKI_PREFIX = hexToBytes('302a300506032b6570032100')

/** A private key from its 32-byte seed. The copy that is made on the way is overwritten. */
export function ed25519PrivateKey(seed: Uint8Array): KeyObject {
  const der = Buffer.from(concatBytes(PKCS8_PREFIX, seed))
  try {
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  } finally {
    der.fill(0)
  }
}

/** A public key from its 32 bytes. */
export function ed25519PublicKey(raw: Uint8Array): KeyObject {
  return createPublicKey({ key: Buffer.from(concatBytes(SPKI_PREFIX, raw)), format: 'der', type: 'spki' })
}

/** The 32 bytes of the public half. */
export function ed25519RawPublicKey(privateKey: KeyObject): Uint8Array {
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' })
  return new Uint8Array(spki.subarray(SPKI_PREFIX.length))
}
