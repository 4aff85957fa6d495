import { fail } from '../failure.ts'
import { CompactRange, largestPowerBelow, nodeHash, type NodeSource, sha256, type Sha256 } from './merkle.ts'

/** The root which the tree had at `size` leaves. */
export function rootAt(size: number, nodeAt: NodeSource, hash: Sha256 = sha256): Uint8Array {
  return CompactRange.resume(size, nodeAt, hash).root()
}

/** RFC 9162 §2.1.3.1, for the leaf `index` in the tree of `size` leaves. */
export function inclusionProof(index: number, size: number, nodeAt: NodeSource): Uint8Array[] {
  if (!(Number.isSafeInteger(index) && Number.isSafeInteger(size) && index >= 0 && index < size)) {
    throw fail('invalid-request', `A log of ${size} entries has no entry ${index}.`)
  }
  return pathInRange(index, 0, size, nodeAt)
}

/** RFC 9162 §2.1.4.1, between the trees of `first` and `second` leaves. Empty when `first` is 0 or equal to `second`. */
export function consistencyProof(first: number, second: number, nodeAt: NodeSource): Uint8Array[] {
  if (!(Number.isSafeInteger(first) && Number.isSafeInteger(second) && first >= 0 && first <= second)) {
    throw fail('invalid-request', `A log of ${second} entries has no earlier state of ${first} entries.`)
  }
  if (first === 0 || first === second) return []
  return subproof(first, 0, second, true, nodeAt)
}

// In all three, `start` is a multiple of the largest power of two in the range: every split falls on stored subtrees.

function hashOfRange(start: number, end: number, nodeAt: NodeSource): Uint8Array {
  const width = end - start
  if (width === 1) return nodeAt(0, start)
  const half = largestPowerBelow(width)
  if (half * 2 === width) return nodeAt(Math.log2(width), start / width)
  return nodeHash(hashOfRange(start, start + half, nodeAt), hashOfRange(start + half, end, nodeAt))
}

function pathInRange(index: number, start: number, end: number, nodeAt: NodeSource): Uint8Array[] {
  if (end - start === 1) return []
  const middle = start + largestPowerBelow(end - start)
  return index < middle
    ? [...pathInRange(index, start, middle, nodeAt), hashOfRange(middle, end, nodeAt)]
    : [...pathInRange(index, middle, end, nodeAt), hashOfRange(start, middle, nodeAt)]
}

/** SUBPROOF of RFC 9162 §2.1.4.1; `known` says that the verifier already holds the hash of the range. */
function subproof(first: number, start: number, end: number, known: boolean, nodeAt: NodeSource): Uint8Array[] {
  if (first === end) return known ? [] : [hashOfRange(start, end, nodeAt)]
  const middle = start + largestPowerBelow(end - start)
  return first <= middle
    ? [...subproof(first, start, middle, known, nodeAt), hashOfRange(middle, end, nodeAt)]
    : [...subproof(first, middle, end, false, nodeAt), hashOfRange(start, middle, nodeAt)]
}
