import { ed25519 } from '@noble/curves/ed25519.js'
import { p256, p384, p521 } from '@noble/curves/nist.js'
import type { PublicKey } from './public-key.ts'
import { checkRsaKey } from './rsa-quality.ts'

/** What BR §6.1.1.3, §6.1.5 and §6.1.6 forbid in a public key, one sentence each; empty when nothing was found. */
export function checkKeyQuality(key: PublicKey): string[] {
  switch (key.kind) {
    case 'rsa':
      return checkRsaKey(key.modulus, key.exponent, key.modulusBits)
    case 'P-256':
      return checkPoint(key.subjectPublicKey, p256)
    case 'P-384':
      return checkPoint(key.subjectPublicKey, p384)
    case 'P-521':
      return checkPoint(key.subjectPublicKey, p521)
    case 'ed25519':
      return checkEd25519(key.subjectPublicKey)
    case 'unknown':
      return ['the algorithm or curve is none of RSA, P-256, P-384, P-521 and Ed25519 (BR §6.1.5)']
  }
}

/** Full public-key validation of SP 800-56A: on the curve and not infinity; the cofactor of these curves is 1. */
function checkPoint(bytes: Uint8Array, curve: typeof p256): string[] {
  if (bytes[0] !== 0x04) return ['the point is not in uncompressed form (RFC 5480 §2.2)']
  try {
    curve.Point.fromBytes(bytes).assertValidity()
    return []
  } catch {
    return ['the point is not on its curve (BR §6.1.6)']
  }
}

function checkEd25519(bytes: Uint8Array): string[] {
  try {
    return ed25519.Point.fromBytes(bytes).isSmallOrder() ? ['the point has small order'] : []
  } catch {
    return ['the point is not on its curve (RFC 8032 §5.1.3)']
  }
}
