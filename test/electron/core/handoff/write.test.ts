import { execFileSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { sha256Hex } from '../../../../shared/bytes.ts'
import { buildHandoff, restoreHandoff } from '../../../../electron/core/handoff/build.ts'
import { handoffTar, type SignedHandoff, writeHandoff } from '../../../../electron/core/handoff/write.ts'
import { failureCode, failureCodeOf } from './expect-failure.ts'
import {
  alice,
  at,
  bob,
  carol,
  DAY,
  intermediate,
  issuing,
  makeCrl,
  makeHandoff,
  pieces,
  root,
  signed,
  SIGNERS,
  signOver,
} from './fixture.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'conclave-write-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const good = makeHandoff()

function write(handoff: SignedHandoff = good, into = directory) {
  return writeHandoff(handoff, { directory: into, signers: SIGNERS, now: at(0) })
}

describe('buildHandoff', () => {
  it('gives the same bytes for the same pieces', () => {
    const [a, b] = [buildHandoff(pieces()), buildHandoff(pieces({ authorities: pieces().authorities }))]
    expect(b.manifestBytes).toEqual(a.manifestBytes)
    expect(b.files).toEqual(a.files)
    const signatures = good.signatures
    expect(handoffTar({ handoff: b, signatures })).toEqual(handoffTar({ handoff: a, signatures }))
  })

  it('gives the same certificates, lists and checksums in whatever order the authorities come', () => {
    const build = (authorities: ReturnType<typeof pieces>['authorities']) =>
      buildHandoff(pieces({ authorities })).files.map(({ artifact }) => artifact.path)
    expect(build(pieces().authorities.toReversed())).toEqual(build(pieces().authorities))
  })

  it('expires with the earliest list, and not later', () => {
    expect(good.handoff.manifest.expires_at).toBe(at(180 * DAY))
    expect(failureCode(() => buildHandoff(pieces({ expiresAt: at(181 * DAY) })))).toBe('plan-invalid')
  })

  it('refuses a hierarchy with a hole, a missing list and a list of somebody else', () => {
    const build = (...authorities: ReturnType<typeof pieces>['authorities']) =>
      failureCode(() => buildHandoff(pieces({ authorities })))
    const rootPiece = { name: 'root', certificate: root.certificate, crl: makeCrl(root) }
    const middle = { name: 'middle', certificate: intermediate.certificate, crl: makeCrl(intermediate) }
    const leaf = { name: 'leaf', certificate: issuing.certificate, crl: null }
    expect(build(rootPiece, middle, leaf)).toBe('none')
    expect(build(rootPiece, leaf)).toBe('hierarchy-invalid')
    expect(build(middle, leaf)).toBe('hierarchy-invalid')
    expect(build(rootPiece, { ...middle, crl: null }, leaf)).toBe('hierarchy-invalid')
    expect(build(rootPiece, { ...middle, crl: makeCrl(root) }, leaf)).toBe('hierarchy-invalid')
    expect(build(rootPiece, { ...middle, name: 'root' }, leaf)).toBe('hierarchy-invalid')
    expect(build(rootPiece, { ...middle, certificate: new Uint8Array(3) })).toBe('certificate-malformed')
    expect(build(rootPiece, { ...middle, crl: new Uint8Array(3) })).toBe('crl-malformed')
  })

  it('refuses what the manifest does not allow', () => {
    const build = (changes: Partial<ReturnType<typeof pieces>>) => failureCode(() => buildHandoff(pieces(changes)))
    expect(build({ sequence: 2 })).toBe('plan-invalid')
    expect(build({ threshold: 4 })).toBe('plan-invalid')
    expect(build({ domain: '../x' })).toBe('plan-invalid')
    expect(build({ issuedAt: at(200 * DAY) })).toBe('plan-invalid')
    expect(build({ signers: [{ name: '../alice', certificate: alice.certificate }] })).toBe('plan-invalid')
    expect(build({ authorities: pieces().authorities.map((one) => ({ ...one, name: `../${one.name}` })) })).toBe(
      'plan-invalid',
    )
  })
})

describe('restoreHandoff', () => {
  const { handoff } = good
  const kept = new Map(handoff.files.map(({ artifact, bytes }) => [artifact.sha256, bytes]))
  const find = (sha256: string): Uint8Array => kept.get(sha256) ?? new Uint8Array()

  it('gives what buildHandoff gave', () => {
    expect(restoreHandoff(handoff.manifestBytes, find)).toEqual(handoff)
  })

  it('refuses other files and another manifest', () => {
    expect(failureCode(() => restoreHandoff(handoff.manifestBytes, () => new Uint8Array(1)))).toBe(
      'handoff-content-mismatch',
    )
    expect(failureCode(() => restoreHandoff(handoff.manifestBytes.subarray(1), find))).toBe('handoff-malformed')
  })
})

describe('writeHandoff', () => {
  it('writes the folder and an archive with the digest that it returns, and nothing else', async () => {
    const written = await write()
    expect(readdirSync(directory).toSorted()).toEqual(['handoff-fleet.example-1-1', 'handoff-fleet.example-1-1.tar'])
    expect(sha256Hex(readFileSync(written.tar))).toBe(written.tarSha256)
    expect(readFileSync(join(written.folder, 'manifest.json'))).toEqual(Buffer.from(good.handoff.manifestBytes))
  })

  it('names practice in the folder, the archive and the first line of the README', async () => {
    const written = await write(makeHandoff({ practice: true }))
    expect(readdirSync(directory).every((name) => name.startsWith('PRACTICE-handoff-'))).toBe(true)
    expect(readFileSync(join(written.folder, 'README-VERIFY.txt'), 'utf8').startsWith('PRACTICE')).toBe(true)
  })

  it.each(['handoff-fleet.example-1-1', 'handoff-fleet.example-1-1.tar'])(
    'refuses when %s exists, and changes nothing',
    async (name) => {
      writeFileSync(join(directory, name), 'mine')
      expect(await failureCodeOf(write())).toBe('file-exists')
      expect(readdirSync(directory)).toEqual([name])
      expect(readFileSync(join(directory, name), 'utf8')).toBe('mine')
    },
  )

  it('refuses an empty folder and a dangling link in its place', async () => {
    mkdirSync(join(directory, good.handoff.name))
    expect(await failureCodeOf(write())).toBe('file-exists')
    rmSync(join(directory, good.handoff.name), { recursive: true })
    symlinkSync('/nowhere', join(directory, `${good.handoff.name}.tar`))
    expect(await failureCodeOf(write())).toBe('file-exists')
  })

  it('refuses a second time', async () => {
    await write()
    const before = readdirSync(directory).map((name) => statSync(join(directory, name)).mtimeMs)
    expect(await failureCodeOf(write())).toBe('file-exists')
    expect(readdirSync(directory).map((name) => statSync(join(directory, name)).mtimeMs)).toEqual(before)
  })

  it('writes nothing that a receiver would refuse', async () => {
    const { handoff } = good
    const forged = { handoff, signatures: [{ signer: 'alice', p7s: signOver(handoff.manifestBytes, bob) }] }
    expect(await failureCodeOf(write(signed(handoff, [alice])))).toBe('handoff-signers-missing')
    expect(await failureCodeOf(write(forged))).toBe('handoff-signature-invalid')
    expect(
      await failureCodeOf(
        write(makeHandoff({ signers: [{ name: 'carol', certificate: bob.certificate }], threshold: 1 }, [carol])),
      ),
    ).toBe('handoff-signature-invalid')
    expect(readdirSync(directory)).toEqual([])
  })

  it('says that the directory is not there, or is a file', async () => {
    expect(await failureCodeOf(write(good, join(directory, 'nothing')))).toBe('file-not-found')
    writeFileSync(join(directory, 'file'), '')
    expect(await failureCodeOf(write(good, join(directory, 'file')))).not.toBe('none')
  })

  it.runIf(process.getuid?.() === 0 && canMount())('leaves nothing on a medium that is full or read-only', async () => {
    const mount = (...options: string[]) =>
      execFileSync('mount', ['-t', 'tmpfs', '-o', options.join(), 'tmpfs', directory])
    mount('size=16k')
    try {
      expect(await failureCodeOf(write())).toBe('disk-full')
      expect(readdirSync(directory)).toEqual([])
      execFileSync('mount', ['-o', 'remount,ro', directory])
      expect(await failureCodeOf(write())).toBe('disk-read-only')
    } finally {
      execFileSync('umount', [directory])
    }
  })
})

function canMount(): boolean {
  const probe = mkdtempSync(join(tmpdir(), 'conclave-mount-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', probe], { stdio: 'ignore' })
    execFileSync('umount', [probe], { stdio: 'ignore' })
    return true
  } catch {
    return false
  } finally {
    rmSync(probe, { recursive: true, force: true })
  }
}
