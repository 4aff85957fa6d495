import { verify } from 'node:crypto'
import type { SignatureAlgorithm } from '../../../shared/pki/algorithms.ts'
import { encodeSignature } from '../../../shared/pki/signed-object.ts'
import { importPublicKey, NODE_ALGORITHM } from './verify.ts'

/** As verifySignatureOverTbs, by a thread of OpenSSL's: many signatures are verified while an HSM makes the next ones. */
export function verifyInBackground(
  tbs: Uint8Array,
  algorithm: SignatureAlgorithm,
  rawSignature: Uint8Array,
  spki: Uint8Array,
): Promise<boolean> {
  const key = importPublicKey(spki)
  const { key: type, digest } = NODE_ALGORITHM[algorithm]
  if (key === null || key.asymmetricKeyType !== type) return Promise.resolve(false)
  return new Promise((resolve) => {
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
