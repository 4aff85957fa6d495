import { z } from '../zod.ts'

export const keyAlgorithm = z.enum(['ec-p256', 'ec-p384', 'rsa-3072', 'rsa-4096', 'ed25519'])
export type KeyAlgorithm = z.infer<typeof keyAlgorithm>

export const signatureAlgorithm = z.enum(['ecdsa-sha256', 'ecdsa-sha384', 'rsa-sha256', 'rsa-sha384', 'ed25519'])
export type SignatureAlgorithm = z.infer<typeof signatureAlgorithm>

/** The one signature algorithm we use with a key: the hash matches the curve (BR §7.1.3.2.2); RSA PKCS#1 v1.5 with SHA-384. */
export const SIGNATURE_FOR_KEY: Readonly<Record<KeyAlgorithm, SignatureAlgorithm>> = {
  'ec-p256': 'ecdsa-sha256',
  'ec-p384': 'ecdsa-sha384',
  'rsa-3072': 'rsa-sha384',
  'rsa-4096': 'rsa-sha384',
  ed25519: 'ed25519',
}
