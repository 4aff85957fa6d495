import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { leafHash } from '../../../shared/ledger/merkle.ts'
import { parseProof, verifyProof } from '../../../shared/ledger/proof.ts'
import { noteVerifier } from '../../../shared/ledger/cosignature.ts'
import { entryBundlePath, readEntryBundle } from '../../../shared/ledger/tiles.ts'
import { parseVkey } from '../../../shared/ledger/vkey.ts'
import { testSigner } from '../../support/note-signer.ts'
import { codeOf, conclave, conclaveJson } from './command-line.ts'
import { practiceCopies } from './practice-copies.ts'

const copies = practiceCopies()

describe('sneaker-net witnessing', () => {
  let facility = ''
  let witness = ''
  let policy = ''
  const file = (name: string) => join(copies.folder(), name)

  beforeAll(() => {
    facility = copies.facility()
    witness = file('witness')
    policy = file('trust.policy')
    const { vkey } = conclaveJson(['witness', 'create', witness, '--name', 'witness.audit.example/w1']).json
    const log = readFileSync(join(facility, 'log-key.json'), 'utf8')
    const { vkey: logKey } = JSON.parse(log) as { vkey: string }
    writeFileSync(policy, `log ${logKey}\nwitness audit ${String(vkey)}\nquorum audit\n`)
    if (conclave(['witness', 'trust', witness, logKey]).code !== 0) throw new Error('the log was not trusted')
  })

  it('carries a checkpoint out and a cosignature back, and verifies with the policy only then', () => {
    const before = conclave(['log', 'verify', facility, '--policy', policy])
    expect(before.code).toBe(1)
    expect(before.stdout + before.stderr).toContain('cosigners-missing')

    const request = file('request.txt')
    const answer = file('answer.txt')
    const { json } = conclaveJson(['log', 'request-cosignature', facility, '--out', request])
    expect(conclave(['witness', 'cosign', witness, request, '--out', answer]).code).toBe(0)
    const added = conclaveJson(['log', 'add-cosignature', facility, answer, '--policy', policy])
    expect(added.json).toEqual({ added: [{ name: 'witness.audit.example/w1', size: json['size'] }] })

    const after = conclaveJson(['log', 'verify', facility, '--policy', policy])
    expect(after.code).toBe(0)
    expect(String(after.json['sentence'])).toContain('The quorum of the policy cosigned all of them.')
  })

  it('keeps no line of somebody else, and none that was changed', () => {
    const answer = readFileSync(file('answer.txt'), 'utf8')
    writeFileSync(file('foreign.txt'), answer.replaceAll('/w1', '/w2'))
    expect(codeOf(conclave(['log', 'add-cosignature', facility, file('foreign.txt'), '--policy', policy]))).toBe(
      'signature-invalid',
    )
    const [name = '', encoded = ''] = answer.trim().slice(2).split(' ')
    const bytes = Buffer.from(encoded, 'base64')
    bytes[40] = (bytes[40] ?? 0) ^ 1
    writeFileSync(file('changed.txt'), `\u2014 ${name} ${bytes.toString('base64')}\n`)
    const changed = conclave(['log', 'add-cosignature', facility, file('changed.txt'), '--policy', policy])
    expect(codeOf(changed)).toBe('signature-invalid')
  })

  it('refuses a log whose key is not the one of the policy, whatever entry 0 says', () => {
    const { vkey } = JSON.parse(readFileSync(join(facility, 'log-key.json'), 'utf8')) as { vkey: string }
    const other = testSigner(parseVkey(vkey).name, 9).vkey
    writeFileSync(file('other.policy'), readFileSync(policy, 'utf8').replace(/^log .*$/m, `log ${other}`))
    const { code, stdout, stderr } = conclave(['log', 'verify', facility, '--policy', file('other.policy')])
    expect(code).toBe(1)
    expect(stdout + stderr).toContain('log-key-differs')
  })
})

describe('log export and log prove', () => {
  it('writes tiles, all checkpoints and all files, and refuses a folder that is not empty', () => {
    const facility = copies.facility()
    const out = join(copies.folder(), 'tiles')
    const { json } = conclaveJson(['log', 'export', facility, '--out', out])
    const size = Number(json['size'])
    expect(json['left']).toBe(0)
    expect(readFileSync(join(out, 'checkpoint'), 'utf8').split('\n')[1]).toBe(String(size))
    const first = readEntryBundle(readFileSync(join(out, entryBundlePath(0, Math.min(size, 256)))))
    expect(first).toHaveLength(Math.min(size, 256))
    expect(new TextDecoder().decode(first[0])).toContain('facility-founded')
    const leaves = readFileSync(join(out, `tile/0/000${size < 256 ? `.p/${String(size)}` : ''}`))
    expect(Buffer.from(leafHash(first[3] ?? new Uint8Array()))).toEqual(leaves.subarray(96, 128))
    expect(codeOf(conclave(['log', 'export', facility, '--out', out]))).toBe('facility-exists')
  })

  it('proves one entry to somebody who has only the key of the log', () => {
    const facility = copies.facility()
    const name = join(copies.folder(), 'entry-7')
    expect(conclave(['log', 'prove', facility, '7', '--out', name]).code).toBe(0)
    const proof = parseProof(readFileSync(`${name}.tlog-proof`, 'utf8'))
    const { vkey } = JSON.parse(readFileSync(join(facility, 'log-key.json'), 'utf8')) as { vkey: string }
    const verified = verifyProof(proof, leafHash(readFileSync(`${name}.json`)), [noteVerifier(parseVkey(vkey))])
    expect(verified.checkpoint.size).toBeGreaterThan(7)
    expect(codeOf(conclave(['log', 'prove', facility, '999999', '--out', `${name}-x`]))).toBe('invalid-request')
    expect(existsSync(`${name}-x.json`)).toBe(false)
  })
})
