import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
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

const CHUNK = 1 << 20

export function wholeMessage(data: Uint8Array): Message {
  return { digest: (hash) => createHash(hash).update(data).digest(), whole: () => data }
}

/**
 * A message that lies in a file, read once. For ECDSA, which signs a hash that is computed here, nothing of it is kept but its
 * digests, which are of the same octets; other mechanisms take the whole message. Throws artifact-missing.
 */
export function readMessage(path: string, algorithm: SignatureAlgorithm): Message {
  const names: HashName[] = algorithm.endsWith('384') ? ['sha256', 'sha384'] : ['sha256']
  const hashes = names.map((name) => ({ name, hash: createHash(name) }))
  const isHashed = algorithm.startsWith('ecdsa')
  const kept: Uint8Array[] = []
  for (const chunk of chunksOf(path)) {
    for (const { hash } of hashes) hash.update(chunk)
    if (!isHashed) kept.push(chunk.slice())
  }
  const digests = new Map(hashes.map(({ name, hash }) => [name, hash.digest()]))
  return {
    digest: (name) => {
      const found = digests.get(name)
      if (found === undefined) throw new Error(`no ${name} was computed for ${algorithm}`)
      return found
    },
    whole: () => {
      if (isHashed) throw new Error(`${algorithm} signs a hash`)
      return concatBytes(...kept)
    },
  }
}

/** The array is used again. */
function* chunksOf(path: string): Generator<Uint8Array> {
  const descriptor = openFile(path)
  try {
    const buffer = new Uint8Array(CHUNK)
    for (;;) {
      const length = readSync(descriptor, buffer)
      if (length === 0) return
      yield buffer.subarray(0, length)
    }
  } finally {
    closeSync(descriptor)
  }
}

function openFile(path: string): number {
  try {
    return openSync(path, 'r')
  } catch (cause) {
    throw fail('artifact-missing', 'The HSM process cannot read what is to be signed. The token was not asked.', {
      remedy: 'Look whether the artifacts of the facility are there and can be read.',
      detail: { asked: 'no' },
      cause,
    })
  }
}
