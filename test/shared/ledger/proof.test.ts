import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatCheckpoint } from '../../../shared/ledger/checkpoint.ts'
import { inclusionProof } from '../../../shared/ledger/merkle-proof.ts'
import { CompactRange, leafHash } from '../../../shared/ledger/merkle.ts'
import { ed25519Verifier, signNote } from '../../../shared/ledger/note.ts'
import { formatProof, parseProof, verifyProof } from '../../../shared/ledger/proof.ts'
import { failureOf } from '../../support/failure.ts'
import { testSigner } from '../../support/note-signer.ts'

const signer = testSigner('conclave.example/log', 1)
const verifiers = [ed25519Verifier(signer.key)]

function proofOf(index: number, size: number) {
  const range = new CompactRange()
  const nodes = new Map<string, Uint8Array>()
  for (let at = 0; at < size; at += 1) {
    const hash = leafHash(Uint8Array.of(at))
    for (const node of [{ level: 0, index: at, hash }, ...range.append(hash)]) {
      nodes.set(`${node.level}/${node.index}`, node.hash)
    }
  }
  const hashes = inclusionProof(index, size, (level, at) => nodes.get(`${level}/${at}`) ?? new Uint8Array())
  const checkpoint = signNote(formatCheckpoint({ origin: signer.name, size, root: range.root() }), signer)
  return { index, hashes, checkpoint }
}

describe('log proofs', () => {
  it('are written as C2SP tlog-proof, read back and verified', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(), fc.boolean(), (size, pick, withExtra) => {
        const index = pick % size
        const proof = { ...proofOf(index, size), ...(withExtra ? { extra: Uint8Array.of(1, 2, 3) } : {}) }
        const text = formatProof(proof)
        const lines = text.split('\n')
        expect(lines[0]).toBe('c2sp.org/tlog-proof@v1')
        expect(lines[withExtra ? 2 : 1]).toBe(`index ${index}`)
        expect(text.endsWith(`\n\n${proof.checkpoint}`)).toBe(true)
        expect(parseProof(text)).toEqual(proof)
        const proven = verifyProof(parseProof(text), leafHash(Uint8Array.of(index)), verifiers)
        expect(proven.checkpoint.size).toBe(size)
      }),
      { numRuns: 30 },
    )
  })

  it('do not hold for another entry or under another key', () => {
    const proof = proofOf(5, 8)
    expect(failureOf(() => verifyProof(proof, leafHash(Uint8Array.of(6)), verifiers))).toBe('log-inconsistent')
    const moved = { ...proof, index: 6 }
    expect(failureOf(() => verifyProof(moved, leafHash(Uint8Array.of(5)), verifiers))).toBe('log-inconsistent')
    const stranger = [ed25519Verifier(testSigner('conclave.example/log', 2).key)]
    expect(failureOf(() => verifyProof(proof, leafHash(Uint8Array.of(5)), stranger))).toBe('signature-invalid')
  })

  const text = formatProof(proofOf(5, 8))
  it.each([
    ['another header', text.replace('@v1', '@v2')],
    ['no index', text.replace('index 5\n', '')],
    ['an index with a leading zero', text.replace('index 5', 'index 05')],
    ['a short hash', text.replace(/\n[^\n]+\n\n/, '\nAAAA\n\n')],
    ['a line that is no base64', text.replace('index 5\n', 'index 5\n!\n')],
    ['no checkpoint', text.slice(0, text.indexOf('\n\n') + 2)],
    ['more hashes than a tree is high', text.replace('index 5\n', `index 5\n${`${'A'.repeat(43)}=\n`.repeat(61)}`)],
  ])('refuse %s', (_, bad) => {
    expect(failureOf(() => parseProof(bad))).toBe('invalid-request')
  })
})
