import { verify } from 'node:crypto'
import type { SignatureAlgorithm } from '../../../shared/pki/algorithms.ts'
import { encodeSignature } from '../../../shared/pki/signed-object.ts'
import { importPublicKey, NODE_ALGORITHM } from './verify.ts'

export type BackgroundVerifier = (tbs: Uint8Array, rawSignature: Uint8Array) => Promise<boolean>

/** As verifySignatureOverTbs with one key, by threads of their own: many are verified while an HSM makes the next signatures. */
export function backgroundVerifier(algorithm: SignatureAlgorithm, spki: Uint8Array): BackgroundVerifier {
  const key = importPublicKey(spki)
  const { key: type, digest } = NODE_ALGORITHM[algorithm]
  if (key === null || key.asymmetricKeyType !== type) return () => Promise.resolve(false)
  return (tbs, rawSignature) =>
    new Promise((resolve) => {
      try {
        const signature = encodeSignature(algorithm, rawSignature)
        verify(digest, tbs, { key, dsaEncoding: 'der' }, signature, (error, isGood) => {
          resolve(error === null && isGood)
        })
      } catch {
        resolve(false)
      }
    })
}
