import { verify } from 'node:crypto'
import { availableParallelism } from 'node:os'
import type { SignatureAlgorithm } from '../../../shared/pki/algorithms.ts'
import { encodeSignature } from '../../../shared/pki/signed-object.ts'
import { importPublicKey, NODE_ALGORITHM } from './verify.ts'

interface Waiting {
  readonly tbs: Uint8Array
  readonly rawSignature: Uint8Array
  readonly resolve: (isGood: boolean) => void
}

/**
 * As verifySignatureOverTbs with one key, by threads of their own while an HSM makes the next signatures: one at a time, so that an HSM in
 * software has a processor for itself, until nothing else is to be signed.
 */
export class BackgroundVerifier {
  readonly #check: (tbs: Uint8Array, rawSignature: Uint8Array) => Promise<boolean>
  readonly #waiting: Waiting[] = []
  #atOnce = 1
  #running = 0

  constructor(algorithm: SignatureAlgorithm, spki: Uint8Array) {
    this.#check = checker(algorithm, spki)
  }

  verify(tbs: Uint8Array, rawSignature: Uint8Array): Promise<boolean> {
    return new Promise((resolve) => {
      this.#waiting.push({ tbs, rawSignature, resolve })
      this.#goOn()
    })
  }

  /** No HSM is at work any more. */
  hurry(): void {
    this.#atOnce = availableParallelism()
    this.#goOn()
  }

  #goOn(): void {
    while (this.#running < this.#atOnce) {
      const next = this.#waiting.shift()
      if (next === undefined) return
      this.#running++
      void this.#check(next.tbs, next.rawSignature).then((isGood) => {
        this.#running--
        next.resolve(isGood)
        this.#goOn()
      })
    }
  }
}

function checker(
  algorithm: SignatureAlgorithm,
  spki: Uint8Array,
): (tbs: Uint8Array, rawSignature: Uint8Array) => Promise<boolean> {
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
