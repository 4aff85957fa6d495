import { createECDH, createHash, createPrivateKey, createPublicKey, getDiffieHellman } from 'node:crypto'
import { concatBytes, hexToBytes } from '../../../shared/bytes.ts'
import type { KeyAlgorithm } from '../../../shared/pki/algorithms.ts'
import { PUBLIC_KEY_ALGORITHM_IDENTIFIER } from '../../../shared/pki/algorithm-identifiers.ts'
import { bitString, integer, sequence, unsignedInteger } from '../../../shared/pki/der.ts'

/**
 * Stands for a key that does not exist yet: the SubjectPublicKeyInfo of a key that anybody can compute from `name`, so that
 * a preview can be repeated elsewhere and compared. It protects nothing, and nothing but a preview may ever hold it.
 */
export function placeholderSpki(algorithm: KeyAlgorithm, name: string): Uint8Array {
  switch (algorithm) {
    case 'ec-p256':
      return ecSpki('P-256', 'prime256v1', 'sha256', name)
    case 'ec-p384':
      return ecSpki('P-384', 'secp384r1', 'sha384', name)
    case 'ed25519':
      return ed25519Spki(name)
    case 'rsa-3072':
      return rsaSpki('modp15')
    case 'rsa-4096':
      return rsaSpki('modp16')
  }
}

function label(name: string): string {
  return `conclave preview placeholder: ${name}`
}

/** The private scalar is the hash of the label: below the order of the curve but for one name in 2^32. */
function ecSpki(kind: 'P-256' | 'P-384', curve: string, hash: string, name: string): Uint8Array {
  const ecdh = createECDH(curve)
  ecdh.setPrivateKey(createHash(hash).update(label(name)).digest())
  return sequence(PUBLIC_KEY_ALGORITHM_IDENTIFIER[kind], bitString(new Uint8Array(ecdh.getPublicKey())))
}

function ed25519Spki(name: string): Uint8Array {
  const seed = createHash('sha256').update(label(name)).digest()
  // RFC 8410: what precedes the seed in PKCS #8.
  const der = Buffer.from(concatBytes(hexToBytes('302e020100300506032b657004220420'), seed))
  return new Uint8Array(
    createPublicKey(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })).export({
      format: 'der',
      type: 'spki',
    }),
  )
}

/** The prime of RFC 3526 of that size in place of a modulus: public, odd, without small factors, and no RSA key. */
function rsaSpki(group: 'modp15' | 'modp16'): Uint8Array {
  const modulus = new Uint8Array(getDiffieHellman(group).getPrime())
  return sequence(PUBLIC_KEY_ALGORITHM_IDENTIFIER.rsa, bitString(sequence(unsignedInteger(modulus), integer(65_537))))
}
