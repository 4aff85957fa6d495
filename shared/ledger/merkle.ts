import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js'

/** SHA-256. Callers that hash a million entries pass a native one; what it returns must be the same. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array

export const sha256: Sha256 = (bytes) => nobleSha256(bytes)

const LEAF_PREFIX = 0
const NODE_PREFIX = 1
const HASH_LENGTH = 32

/** RFC 6962 §2.1: SHA-256(0x00 ‖ entry). */
export function leafHash(entry: Uint8Array, hash: Sha256 = sha256): Uint8Array {
  const input = inputOf(1 + entry.length)
  input[0] = LEAF_PREFIX
  input.set(entry, 1)
  return hash(input)
}

/** RFC 6962 §2.1: SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: Uint8Array, right: Uint8Array, hash: Sha256 = sha256): Uint8Array {
  const input = inputOf(1 + 2 * HASH_LENGTH)
  input[0] = NODE_PREFIX
  input.set(left, 1)
  input.set(right, 1 + HASH_LENGTH)
  return hash(input)
}

// Most of what is hashed goes through here: a million arrays of their own would take as long as their hashes.
const scratch = new Uint8Array(4096)

function inputOf(length: number): Uint8Array {
  return length <= scratch.length ? scratch.subarray(0, length) : new Uint8Array(length)
}

/** The root of a tree without leaves: SHA-256 of nothing. */
export function emptyRoot(hash: Sha256 = sha256): Uint8Array {
  return hash(new Uint8Array(0))
}

/** The root over leaf hashes, straight from the definition. For few leaves; `CompactRange` is for many. */
export function rootOf(leaves: readonly Uint8Array[], hash: Sha256 = sha256): Uint8Array {
  const [only] = leaves
  if (only === undefined) return emptyRoot(hash)
  if (leaves.length === 1) return only
  const split = largestPowerBelow(leaves.length)
  return nodeHash(rootOf(leaves.slice(0, split), hash), rootOf(leaves.slice(split), hash), hash)
}

/** The largest power of two that is less than `size`, for `size` > 1. */
export function largestPowerBelow(size: number): number {
  // No bit operators anywhere in the tree: they would cut indexes to 32 bits.
  let power = 1
  while (power * 2 < size) power *= 2
  return power
}

/** A perfect subtree: `index` counts the nodes of its `level` from the left, leaves being level 0. */
export interface TreeNode {
  readonly level: number
  readonly index: number
  readonly hash: Uint8Array
}

/** A growing tree in logarithmic memory: only the roots of its perfect subtrees, largest first. */
export class CompactRange {
  readonly #hash: Sha256
  #size = 0
  #peaks: TreeNode[] = []

  constructor(hash: Sha256 = sha256) {
    this.#hash = hash
  }

  get size(): number {
    return this.#size
  }

  /** Returns the perfect subtrees which this leaf completes, the smallest first; not the leaf itself. */
  append(leaf: Uint8Array): readonly TreeNode[] {
    const completed: TreeNode[] = []
    let node: TreeNode = { level: 0, index: this.#size, hash: leaf }
    for (let left = this.#peaks.at(-1); left?.level === node.level; left = this.#peaks.at(-1)) {
      this.#peaks.pop()
      const hash = nodeHash(left.hash, node.hash, this.#hash)
      node = { level: node.level + 1, index: Math.floor(node.index / 2), hash }
      completed.push(node)
    }
    this.#peaks.push(node)
    this.#size += 1
    return completed
  }

  root(): Uint8Array {
    const last = this.#peaks.at(-1)
    if (last === undefined) return emptyRoot(this.#hash)
    return this.#peaks.slice(0, -1).reduceRight((right, peak) => nodeHash(peak.hash, right, this.#hash), last.hash)
  }

  /** Continue a tree of `size` leaves whose perfect subtrees are stored elsewhere. */
  static resume(size: number, nodeAt: NodeSource, hash: Sha256 = sha256): CompactRange {
    const range = new CompactRange(hash)
    range.#size = size
    let start = 0
    while (start < size) {
      let level = 0
      let width = 1
      while (start + width * 2 <= size) {
        width *= 2
        level += 1
      }
      const index = start / width
      range.#peaks.push({ level, index, hash: nodeAt(level, index) })
      start += width
    }
    return range
  }
}

/** Where the hashes of perfect subtrees are stored. It is asked only for subtrees that are complete. */
export type NodeSource = (level: number, index: number) => Uint8Array
