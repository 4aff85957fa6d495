import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { printedCommands } from '../../../../shared/handoff/readme.ts'
import { writePinnedSigners } from '../../../../electron/core/handoff/pinned-signers.ts'
import { type WrittenHandoff, writeHandoff } from '../../../../electron/core/handoff/write.ts'
import { NAMES_LOG, recorded } from './logged-fixture.ts'
import { alice, at, bob, carol, makeHandoff, makeParty, root, SIGNERS } from './fixture.ts'

/** What a receiver does who has OpenSSL, coreutils and GnuTLS, and nothing of ours. */

let directory: string
let written: WrittenHandoff

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'conclave-handoff-'))
  written = await writeHandoff(recorded(makeHandoff(NAMES_LOG, [alice, bob, carol])), {
    directory,
    signers: SIGNERS,
    now: at(0),
  })
  await writePinnedSigners(directory, [alice, bob, carol])
})

afterAll(() => rmSync(directory, { recursive: true, force: true }))

function commands(): readonly string[] {
  return printedCommands(readFileSync(join(written.folder, 'README-VERIFY.txt'), 'utf8'))
}

function run(command: string, cwd = written.folder): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command], { cwd, encoding: 'utf8' })
  return { status, output: `${stdout}${stderr}` }
}

describe('README-VERIFY.txt', () => {
  it('prints commands that pass word for word', () => {
    const results = commands().map((command) => ({ command, ...run(command) }))
    expect(results.filter(({ status }) => status !== 0)).toEqual([])
    for (const tool of ['openssl cms -verify', 'sha256sum', '-crl_check_all', 'certtool --verify']) {
      expect(results.some(({ command }) => command.includes(tool))).toBe(true)
    }
  })

  it.each([
    ['signatures/alice.p7s', '-in signatures/alice.p7s'],
    ['manifest.json', '-in signatures/bob.p7s'],
    ['SHA256SUMS', 'grep'],
    ['README-VERIFY.txt', 'sha256sum --'],
    ['certs/issuing-ca-1.pem', 'sha256sum --'],
    ['certs/fleet-root.der', 'sha256sum --'],
    ['chains/issuing-ca-1-chain.pem', 'sha256sum --'],
    ['crls/crls-all.pem', 'sha256sum --'],
    ['trust/anchors.pem', 'sha256sum --'],
  ])('prints a command that fails when %s was changed', (path, part) => {
    const command = commands().find((line) => line.includes(part)) ?? ''
    const file = join(written.folder, path)
    const before = readFileSync(file)
    const changed = Buffer.from(before)
    changed[changed.length - 3] = (changed.at(-3) ?? 0) ^ 1
    writeFileSync(file, changed)
    const { status } = run(command)
    writeFileSync(file, before)
    expect(status).not.toBe(0)
    expect(run(command).status).toBe(0)
  })

  it('covers every other file with SHA256SUMS', () => {
    const lines = readFileSync(join(written.folder, 'SHA256SUMS'), 'utf8').trimEnd().split('\n')
    const listed = new Set(lines.map((line) => line.slice(66)))
    const found = readdirSync(written.folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
      entry.isFile() ? [relative(written.folder, join(entry.parentPath, entry.name))] : [],
    )
    const outside = found.filter((path) => !listed.has(path))
    expect(outside.toSorted()).toEqual(
      [
        'SHA256SUMS',
        'log/handoff.json',
        'log/handoff.tlog-proof',
        'manifest.json',
        ...['alice', 'bob', 'carol'].map((name) => `signatures/${name}.p7s`),
      ].toSorted(),
    )
  })

  it('prints a command that fails when a file was added', () => {
    writeFileSync(join(written.folder, 'certs', 'extra.pem'), 'x')
    const { status } = run(commands().find((command) => command.startsWith('test -z')) ?? '')
    rmSync(join(written.folder, 'certs', 'extra.pem'))
    expect(status).toBe(1)
  })
})

describe('a signature', () => {
  it('passes with the default purpose, with -cades, and only for its own signer', () => {
    const verify = (signature: string, pinned: string, more = ''): number | null =>
      run(
        `openssl cms -verify ${more} -binary -inform DER -in signatures/${signature}.p7s -content manifest.json -CAfile ../handoff-signers/${pinned}.pem -out /dev/null`,
      ).status
    expect(verify('alice', 'alice')).toBe(0)
    expect(verify('alice', 'alice', '-cades')).toBe(0)
    expect(verify('alice', 'bob')).not.toBe(0)
  })

  it('passes as printed when the root issued the certificate of its signer', async () => {
    const dave = makeParty('dave', { ca: false, issuer: root })
    const other = mkdtempSync(join(tmpdir(), 'conclave-handoff-'))
    const one = makeHandoff({ signers: [dave], threshold: 1 }, [dave])
    const { folder } = await writeHandoff(one, { directory: other, signers: [dave.certificate], now: at(0) })
    await writePinnedSigners(other, [dave])
    const [first = ''] = printedCommands(readFileSync(join(folder, 'README-VERIFY.txt'), 'utf8'))
    const result = run(first, folder)
    rmSync(other, { recursive: true, force: true })
    expect(first).toContain('dave.p7s')
    expect(result.status).toBe(0)
  })
})

describe('the archive', () => {
  it('is listed and unpacked by tar to the same files', () => {
    const listed = execFileSync('tar', ['tf', written.tar], { encoding: 'utf8' }).trimEnd().split('\n')
    expect(listed[0]).toBe('handoff-fleet.example-1-1/')
    expect(listed).toEqual(listed.toSorted())
    const other = mkdtempSync(join(tmpdir(), 'conclave-untar-'))
    execFileSync('tar', ['xf', written.tar, '-C', other])
    const difference = spawnSync('diff', ['-r', written.folder, join(other, 'handoff-fleet.example-1-1')], {
      encoding: 'utf8',
    })
    rmSync(other, { recursive: true, force: true })
    expect(difference).toMatchObject({ status: 0, stdout: '' })
  })
})
