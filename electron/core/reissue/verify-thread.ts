import { parentPort } from 'node:worker_threads'
import type { SignatureAlgorithm } from '../../../shared/pki/algorithms.ts'
import { signatureChecker } from '../x509/signature-checker.ts'

/** A thread that verifies signatures: it is sent `SignedParts`, and answers each with whether all of its signatures are good. */

export interface SignedParts {
  readonly algorithm: SignatureAlgorithm
  /** Of whose signatures they have to be. */
  readonly spki: Uint8Array
  readonly tbs: readonly Uint8Array[]
  /** Raw, in the same order. */
  readonly signatures: readonly Uint8Array[]
}

function areGood({ algorithm, spki, tbs, signatures }: SignedParts): boolean {
  const isGood = signatureChecker(algorithm, spki)
  return tbs.length === signatures.length && tbs.every((bytes, at) => isGood(bytes, signatures[at] ?? new Uint8Array()))
}

parentPort?.on('message', (parts: SignedParts) => {
  parentPort?.postMessage(areGood(parts), [])
})
