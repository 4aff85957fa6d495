import { equalBytes } from '../bytes.ts'
import { emptyRoot, nodeHash } from './merkle.ts'

export interface InclusionClaim {
  readonly index: number
  readonly size: number
  readonly leaf: Uint8Array
  readonly root: Uint8Array
  readonly proof: readonly Uint8Array[]
}

/** RFC 9162 §2.1.3.2. */
export function verifyInclusion({ index, size, leaf, root, proof }: InclusionClaim): boolean {
  if (!isCount(index) || !isCount(size) || index >= size) return false
  let node = index
  let last = size - 1
  let hash = leaf
  for (const sibling of proof) {
    if (last === 0 || sibling.length !== 32) return false
    if (isOdd(node) || node === last) {
      hash = nodeHash(sibling, hash)
      while (!isOdd(node) && node !== 0) {
        node = half(node)
        last = half(last)
      }
    } else {
      hash = nodeHash(hash, sibling)
    }
    node = half(node)
    last = half(last)
  }
  return last === 0 && equalBytes(hash, root)
}

export interface ConsistencyClaim {
  readonly first: { readonly size: number; readonly root: Uint8Array }
  readonly second: { readonly size: number; readonly root: Uint8Array }
  readonly proof: readonly Uint8Array[]
}

/** RFC 9162 §2.1.4.2. From size 0 and between equal sizes the proof must be empty. */
export function verifyConsistency({ first, second, proof }: ConsistencyClaim): boolean {
  if (!isCount(first.size) || !isCount(second.size) || first.size > second.size) return false
  if (first.size === second.size) return proof.length === 0 && equalBytes(first.root, second.root)
  if (first.size === 0) return proof.length === 0 && equalBytes(first.root, emptyRoot())
  // A tree whose size is a power of two is itself the first node of the path, so that the proof leaves it out.
  const path = isPowerOfTwo(first.size) ? [first.root, ...proof] : [...proof]
  const start = path.shift()
  if (start?.length !== 32 || proof.length === 0) return false
  let node = first.size - 1
  let last = second.size - 1
  while (isOdd(node)) {
    node = half(node)
    last = half(last)
  }
  let firstHash = start
  let secondHash = start
  for (const sibling of path) {
    if (last === 0 || sibling.length !== 32) return false
    if (isOdd(node) || node === last) {
      firstHash = nodeHash(sibling, firstHash)
      secondHash = nodeHash(sibling, secondHash)
      while (!isOdd(node) && node !== 0) {
        node = half(node)
        last = half(last)
      }
    } else {
      secondHash = nodeHash(secondHash, sibling)
    }
    node = half(node)
    last = half(last)
  }
  return last === 0 && equalBytes(firstHash, first.root) && equalBytes(secondHash, second.root)
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

function isOdd(value: number): boolean {
  return value % 2 === 1
}

function half(value: number): number {
  return Math.floor(value / 2)
}

function isPowerOfTwo(value: number): boolean {
  let rest = value
  while (rest > 1 && !isOdd(rest)) rest = half(rest)
  return rest === 1
}
