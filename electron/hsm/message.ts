import { createHash, type Hash } from 'node:crypto'
import { concatBytes } from '../../shared/bytes.ts'
import { fail } from '../../shared/failure.ts'
import type { SignatureAlgorithm } from '../../shared/pki/algorithms.ts'

export type HashName = 'sha256' | 'sha384'

/** What is to be signed. */
export interface Message {
  readonly digest: (hash: HashName) => Buffer
  /** For mechanisms that take all of it. */
  readonly whole: () => Uint8Array
}

export function wholeMessage(data: Uint8Array): Message {
  return { digest: (hash) => createHash(hash).update(data).digest(), whole: () => data }
}

/**
 * A message that comes in parts, one at a time, under the SHA-256 that people approved. For ECDSA, which signs a hash that is computed
 * here, nothing of it is kept but its digests; other mechanisms take the whole message, so its parts are.
 */
export class MessageParts {
  #coming: Coming | null = null

  /**
   * `at`: the octets before it. A first part makes away with another message that was not signed. Throws invalid-request for a part
   * that does not follow what is here, as when this process was started again in between.
   */
  add(approved: string, algorithm: SignatureAlgorithm, at: number, part: Uint8Array): void {
    if (at === 0) this.#coming = new Coming(approved, algorithm)
    const coming = this.#coming
    if (coming?.approved !== approved || coming.algorithm !== algorithm || coming.size !== at) throw notHere()
    coming.add(part)
  }

  /** Once. Throws invalid-request where no part of it is here. */
  take(approved: string, algorithm: SignatureAlgorithm): Message {
    const coming = this.#coming
    this.#coming = null
    if (coming?.approved === approved && coming.algorithm === algorithm) return coming.finish()
    throw notHere()
  }
}

class Coming {
  readonly approved: string
  readonly algorithm: SignatureAlgorithm
  readonly #hashes: ReadonlyMap<HashName, Hash>
  readonly #parts: Uint8Array[] | null
  #size = 0

  constructor(approved: string, algorithm: SignatureAlgorithm) {
    this.approved = approved
    this.algorithm = algorithm
    const wanted: HashName[] = algorithm.endsWith('384') ? ['sha256', 'sha384'] : ['sha256']
    this.#hashes = new Map(wanted.map((name) => [name, createHash(name)]))
    this.#parts = algorithm.startsWith('ecdsa') ? null : []
  }

  get size(): number {
    return this.#size
  }

  add(part: Uint8Array): void {
    this.#size += part.length
    for (const hash of this.#hashes.values()) hash.update(part)
    this.#parts?.push(part)
  }

  finish(): Message {
    const digests = new Map([...this.#hashes].map(([name, hash]) => [name, hash.digest()]))
    const parts = this.#parts
    return {
      digest: (name) => {
        const found = digests.get(name)
        if (found === undefined) throw new Error(`no ${name} was computed for ${this.algorithm}`)
        return found
      },
      whole: () => {
        if (parts === null) throw new Error(`${this.algorithm} signs a hash`)
        return concatBytes(...parts)
      },
    }
  }
}

function notHere(): Error {
  return fail('invalid-request', 'Not all of what is to be signed reached the HSM process. The token was not asked.', {
    remedy: 'Open the token again if it was closed, then do the step again.',
    detail: { asked: 'no' },
  })
}
