import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { encodePem } from '../../../../shared/pki/pem.ts'
import { readPinnedSigners, writePinnedSigners } from '../../../../electron/core/handoff/pinned-signers.ts'
import { failureCodeOf } from './expect-failure.ts'
import { alice, bob } from './fixture.ts'

describe('readPinnedSigners', () => {
  let directory: string
  const [a, b] = [encodePem('CERTIFICATE', alice.certificate), encodePem('CERTIFICATE', bob.certificate)]
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'conclave-signers-'))
    mkdirSync(join(directory, 'folder'))
    writeFileSync(join(directory, 'folder', 'alice.pem'), a)
    writeFileSync(join(directory, 'folder', 'bob.pem'), b)
    writeFileSync(join(directory, 'folder', 'notes.txt'), 'x')
    writeFileSync(join(directory, 'both.pem'), a + b)
  })
  afterAll(() => rmSync(directory, { recursive: true, force: true }))

  it('reads one file with several certificates, and a folder with one each', async () => {
    const expected = [alice.certificate, bob.certificate]
    expect(await readPinnedSigners(join(directory, 'both.pem'))).toEqual(expected)
    expect(await readPinnedSigners(join(directory, 'folder'))).toEqual(expected)
  })

  it('refuses nothing, other things, and certificates that are none', async () => {
    const file = join(directory, 'other.pem')
    expect(await failureCodeOf(readPinnedSigners(join(directory, 'missing.pem')))).toBe('file-not-found')
    mkdirSync(join(directory, 'empty'))
    expect(await failureCodeOf(readPinnedSigners(join(directory, 'empty')))).toBe('file-not-found')
    for (const text of [
      '',
      'hello',
      `${a}hello`,
      encodePem('X509 CRL', alice.certificate),
      encodePem('CERTIFICATE', new Uint8Array(9)),
    ]) {
      writeFileSync(file, text)
      expect(await failureCodeOf(readPinnedSigners(file))).toBe('certificate-malformed')
    }
    writeFileSync(file, a.repeat(2000))
    expect(await failureCodeOf(readPinnedSigners(file))).toBe('file-too-large')
  })
})

describe('writePinnedSigners', () => {
  it('writes what readPinnedSigners reads, and never over something', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'conclave-signers-'))
    const folder = await writePinnedSigners(directory, [alice, bob])
    expect(await readPinnedSigners(folder)).toEqual([alice.certificate, bob.certificate])
    expect(await failureCodeOf(writePinnedSigners(directory, [alice]))).toBe('file-exists')
    expect(await failureCodeOf(writePinnedSigners(join(directory, 'missing'), [alice]))).toBe('file-not-writable')
    rmSync(directory, { recursive: true })
  })
})
