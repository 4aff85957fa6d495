import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesToHex, hexToBytes } from '../../../shared/bytes.ts'
import { consistencyProof, inclusionProof, rootAt } from '../../../shared/ledger/merkle-proof.ts'
import { verifyConsistency, verifyInclusion } from '../../../shared/ledger/merkle-verify.ts'
import { CompactRange, leafHash, rootOf, type NodeSource } from '../../../shared/ledger/merkle.ts'

const LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map(
  (hex) => leafHash(hexToBytes(hex)),
)
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]

/** A tree grown leaf by leaf, with its perfect subtrees kept as a store would keep them. */
function grow(leaves: readonly Uint8Array[]) {
  const range = new CompactRange()
  const nodes = new Map<string, Uint8Array>()
  for (const [index, hash] of leaves.entries()) {
    for (const node of [{ level: 0, index, hash }, ...range.append(hash)]) {
      nodes.set(`${node.level}/${node.index}`, node.hash)
    }
  }
  const nodeAt: NodeSource = (level, index) => {
    const hash = nodes.get(`${level}/${index}`)
    if (hash === undefined) throw new Error(`asked for the incomplete subtree ${level}/${index}`)
    return hash
  }
  return { range, nodeAt }
}

const numbered = (count: number) => Array.from({ length: count }, (_, at) => leafHash(Uint8Array.of(at >> 8, at & 255)))
const sizes = fc.integer({ min: 1, max: 200 })

describe('the Merkle tree', () => {
  it.each(ROOTS.map((root, size) => [size, root] as const))('has the known root over %i leaves', (size, root) => {
    const leaves = LEAVES.slice(0, size)
    expect(bytesToHex(rootOf(leaves))).toBe(root)
    expect(bytesToHex(grow(leaves).range.root())).toBe(root)
    expect(bytesToHex(rootAt(size, grow(LEAVES).nodeAt))).toBe(root)
  })

  it('has one root, whether defined, grown, looked up or resumed', () => {
    fc.assert(
      fc.property(sizes, fc.nat({ max: 50 }), (size, more) => {
        const leaves = numbered(size + more)
        const { range, nodeAt } = grow(leaves)
        const root = rootOf(leaves)
        expect(range.root()).toEqual(root)
        expect(rootAt(size + more, nodeAt)).toEqual(root)
        const resumed = CompactRange.resume(size, nodeAt)
        for (const leaf of leaves.slice(size)) resumed.append(leaf)
        expect(resumed.root()).toEqual(root)
        expect(resumed.size).toBe(size + more)
      }),
      { numRuns: 40 },
    )
  })

  it('counts beyond 32 bits', () => {
    const asked: string[] = []
    const nodeAt: NodeSource = (level, index) => {
      asked.push(`${level}/${index}`)
      return leafHash(Uint8Array.of(level))
    }
    const size = 2 ** 40 + 2 ** 33 + 1
    const leaf = leafHash(Uint8Array.of(0))
    const proof = inclusionProof(2 ** 40 + 5, size, nodeAt)
    expect(asked).toContain(`0/${2 ** 40 + 4}`)
    expect(asked).toContain('40/0')
    // Only proves that the walk ends where it should: the hashes are invented.
    expect(proof).toHaveLength(33 + 2)
    const range = CompactRange.resume(size, nodeAt)
    expect(range.append(leaf).map(({ level, index }) => [level, index])).toEqual([[1, (size - 1) / 2]])
    expect(range.size).toBe(size + 1)
  })
})

describe('inclusion proofs', () => {
  it('match the known one', () => {
    expect(inclusionProof(5, 8, grow(LEAVES).nodeAt).map(bytesToHex)).toEqual([
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ])
  })

  it('verify for every leaf, and for no other place, size, leaf, root or path', () => {
    fc.assert(
      fc.property(sizes, fc.nat(), fc.nat(), (size, pick, change) => {
        const leaves = numbered(size)
        const { nodeAt } = grow(leaves)
        const index = pick % size
        const leaf = nodeAt(0, index)
        const root = rootOf(leaves)
        const proof = inclusionProof(index, size, nodeAt)
        const claim = { index, size, leaf, root, proof }
        const other = leafHash(Uint8Array.of(9, 9, 9))
        const at = change % Math.max(proof.length, 1)
        const wrong = [
          { ...claim, leaf: other },
          { ...claim, root: other },
          { ...claim, index: size },
          { ...claim, index: -1 },
          { ...claim, index: index + 0.5 },
          { ...claim, index: index + 1 },
          { ...claim, proof: [...proof, other] },
          { ...claim, proof: proof.length === 0 ? [other] : proof.with(at, other) },
          { ...claim, proof: proof.length === 0 ? [leaf] : proof.toSpliced(at, 1) },
        ]
        expect(verifyInclusion(claim)).toBe(true)
        expect(wrong.filter(verifyInclusion)).toEqual([])
      }),
      { numRuns: 60 },
    )
  })
})

describe('consistency proofs', () => {
  it('match the known ones', () => {
    const { nodeAt } = grow(LEAVES)
    expect(consistencyProof(6, 8, nodeAt).map(bytesToHex)).toEqual([
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ])
    expect(consistencyProof(2, 5, nodeAt).map(bytesToHex)).toEqual([
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ])
  })

  it('verify between any two sizes, and not when anything is changed', () => {
    fc.assert(
      fc.property(sizes, fc.nat(), fc.nat(), (second, pick, change) => {
        const leaves = numbered(second)
        const { nodeAt } = grow(leaves)
        const first = pick % (second + 1)
        const proof = consistencyProof(first, second, nodeAt)
        const other = leafHash(Uint8Array.of(9, 9, 9))
        const before = { size: first, root: rootOf(leaves.slice(0, first)) }
        const after = { size: second, root: rootOf(leaves) }
        const claim = { first: before, second: after, proof }
        const at = change % Math.max(proof.length, 1)
        const wrong = [
          { ...claim, proof: [...proof, other] },
          { ...claim, first: { ...before, root: other } },
          { ...claim, first: { ...before, size: second + 1 } },
          { ...claim, proof: proof.length === 0 ? [other] : proof.with(at, other) },
          { ...claim, proof: proof.length === 0 ? [before.root] : proof.toSpliced(at, 1) },
          // From nothing, every root is consistent.
          ...(first === 0 ? [] : [{ ...claim, second: { ...after, root: other } }]),
        ]
        expect(verifyConsistency(claim)).toBe(true)
        expect(wrong.filter(verifyConsistency)).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  it('refuse a log that shrank, and a first size of zero with a proof or a root', () => {
    const root = rootOf(LEAVES)
    const empty = hexToBytes(ROOTS[0] ?? '')
    const large = { size: 8, root }
    expect(verifyConsistency({ first: large, second: { size: 7, root }, proof: [] })).toBe(false)
    expect(verifyConsistency({ first: { size: 0, root: empty }, second: large, proof: [] })).toBe(true)
    expect(verifyConsistency({ first: { size: 0, root: empty }, second: large, proof: [root] })).toBe(false)
    expect(verifyConsistency({ first: { size: 0, root }, second: large, proof: [] })).toBe(false)
    expect(verifyConsistency({ first: { size: 4, root }, second: large, proof: [] })).toBe(false)
  })
})
