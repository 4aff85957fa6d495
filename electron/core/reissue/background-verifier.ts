import type { SignatureAlgorithm } from '../../../shared/pki/algorithms.ts'
import { Thread } from '../thread.ts'
import type { SignedParts } from './verify-thread.ts'

/**
 * Verifies signatures of one key over to-be-signed bytes in a thread of its own, as `verifySignatureOverTbs` does, while an HSM makes the
 * next ones and this thread waits for the disk: one at a time, so that an HSM in software has a processor for itself. To be ended.
 */
export class BackgroundVerifier {
  readonly #algorithm: SignatureAlgorithm
  readonly #spki: Uint8Array
  readonly #thread = new Thread<SignedParts, boolean>('verify-thread', import.meta.url)

  constructor(algorithm: SignatureAlgorithm, spki: Uint8Array) {
    this.#algorithm = algorithm
    this.#spki = spki
  }

  /** Whether all of them are good. `signatures`: raw, in the order of `tbs`. */
  verify(tbs: readonly Uint8Array[], signatures: readonly Uint8Array[]): Promise<boolean> {
    return this.#thread.ask({ algorithm: this.#algorithm, spki: this.#spki, tbs, signatures })
  }

  end(): Promise<void> {
    return this.#thread.end()
  }
}
