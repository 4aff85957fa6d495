import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { Witness } from '../../../../electron/core/witness/witness.ts'
import { OperationError, type Failure } from '../../../../shared/failure.ts'
import { formatAddCheckpoint } from '../../../../shared/ledger/add-checkpoint.ts'
import { formatCheckpoint } from '../../../../shared/ledger/checkpoint.ts'
import { noteVerifier } from '../../../../shared/ledger/cosignature.ts'
import { consistencyProof } from '../../../../shared/ledger/merkle-proof.ts'
import { CompactRange, leafHash } from '../../../../shared/ledger/merkle.ts'
import { openNote, signNote } from '../../../../shared/ledger/note.ts'
import { parseVkey } from '../../../../shared/ledger/vkey.ts'
import { logSigner } from '../../../support/sample-log.ts'
import { testSigner } from '../../../support/note-signer.ts'

const folder = mkdtempSync(join(tmpdir(), 'conclave-witness-'))
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

/** A log of one-byte entries, of which `salt` makes another history. */
function history(salt = 0, from = 0) {
  const nodes = new Map<string, Uint8Array>()
  const range = new CompactRange()
  const roots: Uint8Array[] = [range.root()]
  for (let at = 0; at < 40; at++) {
    const leaf = leafHash(Uint8Array.of(at, at < from ? 0 : salt))
    nodes.set(`0/${String(at)}`, leaf)
    for (const { level, index, hash } of range.append(leaf)) nodes.set(`${String(level)}/${String(index)}`, hash)
    roots.push(range.root())
  }
  const nodeAt = (level: number, index: number) => nodes.get(`${String(level)}/${String(index)}`) ?? new Uint8Array()
  const checkpoint = (size: number, signer = logSigner) =>
    signNote(formatCheckpoint({ origin: logSigner.name, size, root: roots[size] ?? new Uint8Array() }), signer)
  return {
    checkpoint,
    request: (oldSize: number, size: number, signer = logSigner) =>
      formatAddCheckpoint({
        oldSize,
        proof: consistencyProof(oldSize, size, nodeAt),
        checkpoint: checkpoint(size, signer),
      }),
  }
}

let made = 0
function newWitness(): Witness {
  made += 1
  const witness = Witness.create(join(folder, `w${String(made)}`), 'witness.example/w1')
  witness.trust(logSigner.vkey)
  return witness
}

function refusalOf(witness: Witness, request: string): Failure {
  try {
    witness.cosign(request, new Date('2026-11-30T10:00:00Z'))
  } catch (error) {
    if (error instanceof OperationError) return error.failure
    throw error
  }
  throw new Error('it was cosigned')
}

describe('a witness', () => {
  const good = history()

  it('cosigns what continues what it saw, and its line verifies as C2SP says', () => {
    const witness = newWitness()
    const now = new Date('2026-11-30T10:00:00Z')
    expect(witness.cosign(good.request(0, 5), now).checkpoint.size).toBe(5)
    const { lines } = witness.cosign(good.request(5, 33), now)
    const opened = openNote(good.checkpoint(33) + lines, [noteVerifier(parseVkey(witness.vkey))])
    expect(opened.verified).toHaveLength(1)
    expect(opened.unknown).toHaveLength(1)
    // The same checkpoint again: a file that was lost on its way.
    expect(witness.cosign(good.request(33, 33), now).checkpoint.size).toBe(33)
  })

  it('remembers across processes, and says from where to ask', () => {
    const witness = newWitness()
    witness.cosign(good.request(0, 5), new Date())
    const again = Witness.open(join(folder, `w${String(made)}`))
    expect(refusalOf(again, good.request(0, 9))).toMatchObject({
      code: 'witness-refused',
      detail: { status: 409, expected: 5 },
    })
    expect(refusalOf(again, good.request(3, 9)).detail).toMatchObject({ status: 409, expected: 5 })
  })

  it('refuses a log it was not told of, a foreign signature, and a proof from nothing', () => {
    const witness = newWitness()
    const stranger = testSigner('conclave.example/other', 9)
    const other = signNote(formatCheckpoint({ origin: stranger.name, size: 1, root: new Uint8Array(32) }), stranger)
    expect(refusalOf(witness, `old 0\n\n${other}`).detail).toMatchObject({ status: 404 })
    const forged = testSigner(logSigner.name, 9)
    expect(refusalOf(witness, good.request(0, 5, forged)).detail).toMatchObject({ status: 403 })
    const withProof = good.request(0, 5).replace('old 0\n', `old 0\n${Buffer.alloc(32).toString('base64')}\n`)
    expect(refusalOf(witness, withProof).detail).toMatchObject({ status: 422 })
  })

  it.each([
    ['another checkpoint of the same size', history(1).request(20, 20)],
    ['a fork after what it saw', history(1, 10).request(20, 30)],
    ['a history rewritten from the beginning', history(2).request(20, 40)],
  ])('refuses %s, and keeps both signed checkpoints as evidence', (_, request) => {
    const witness = newWitness()
    witness.cosign(good.request(0, 20), new Date())
    const { code, detail } = refusalOf(witness, request)
    expect(code).toBe('log-forked')
    const evidence = readFileSync(String(detail?.['evidence']), 'utf8')
    expect(evidence).toContain(good.checkpoint(20))
    expect(evidence).toContain(request)
    // What it saw stays what it was.
    expect(witness.cosign(good.request(20, 30), new Date()).checkpoint.size).toBe(30)
  })

  it.each([
    ['nothing', ''],
    ['no empty line', 'old 5\n'],
    ['a size with a leading zero', good.request(0, 5).replace('old 0', 'old 00')],
    ['an old size beyond the checkpoint', good.request(0, 5).replace('old 0', 'old 6')],
    [
      '64 hashes',
      good.request(0, 5).replace('old 0\n', `old 1\n${`${Buffer.alloc(32).toString('base64')}\n`.repeat(64)}`),
    ],
    ['a hash that is none', good.request(0, 5).replace('old 0\n', 'old 1\nAAAA\n')],
  ])('refuses %s as a request', (_, request) => {
    expect(refusalOf(newWitness(), request).code).toBe('invalid-request')
  })
})
