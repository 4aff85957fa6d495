import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inspectMedia } from '../../../../electron/core/room/inspect-media.ts'
import { sha256Hex, utf8ToBytes } from '../../../../shared/bytes.ts'
import { mediaSummary } from '../../../../shared/room/media.ts'
import { recordedTree } from '../../../support/recorded-tree.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import { scratchFolders } from '../../../support/scratch-folder.ts'

const scratch = scratchFolders()

function medium(files: Record<string, string>): string {
  const folder = scratch()
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

/** "code path", without how the folder of the test is mounted. */
async function findings(folder: string): Promise<string[]> {
  const { summary } = await inspectMedia(folder)
  expect(mediaSummary.parse(summary)).toEqual(summary)
  return summary.findings.filter(({ path }) => path !== '').map(({ code, path }) => `${code} ${path}`)
}

describe('inspectMedia', () => {
  it('lists and hashes every file, in a manifest that sha256sum accepts', async () => {
    const names = ['b.csr', 'a/deep/request.der', 'a.txt', 'with space', 'back\\slash', 'new\nline', 'größe.txt']
    const folder = medium(Object.fromEntries(names.map((name) => [name, `text of ${name}`])))
    writeFileSync(Buffer.concat([Buffer.from(folder), Buffer.from([0x2f, 0xff, 0x41])]), 'not UTF-8')
    const { summary, files, manifest } = await inspectMedia(folder)
    expect(files).toContainEqual({ path: 'b.csr', size: 13, sha256: sha256Hex(utf8ToBytes('text of b.csr')) })
    expect(summary).toMatchObject({ files: 8, folders: 2, manifest: sha256Hex(manifest) })
    expect(summary.bytes).toBe(files.reduce((sum, { size }) => sum + size, 0))
    expect(summary.device?.size).toBeGreaterThan(0)
    execFileSync('sha256sum', ['--check', '--strict', '--quiet', '-'], { cwd: folder, input: manifest })
    writeFileSync(join(folder, 'b.csr'), 'text of B.csr')
    expect(() => execFileSync('sha256sum', ['--check', '--status', '-'], { cwd: folder, input: manifest })).toThrow(
      'sha256sum',
    )
    expect((await inspectMedia(folder)).summary.manifest).not.toBe(summary.manifest)
  })

  it('has the same manifest wherever the same files lie', async () => {
    const [one, other] = [medium({ a: '1', 'b/c': '2' }), medium({ 'b/c': '2', a: '1' })]
    expect((await inspectMedia(one)).manifest).toEqual((await inspectMedia(other)).manifest)
  })

  it('names what does not belong on a medium, and follows nothing', async () => {
    const folder = medium({ 'autorun.inf': '', '.hidden/file': 'x', run: '#!/bin/sh', 'pay\u202Efdp.exe': 'x' })
    chmodSync(join(folder, 'run'), 0o755)
    symlinkSync('/', join(folder, 'root'))
    symlinkSync('/nowhere', join(folder, 'nowhere'))
    execFileSync('mkfifo', [join(folder, 'pipe')])
    expect(await findings(folder)).toEqual([
      'hidden-file .hidden',
      'symbolic-link nowhere',
      'unsafe-name pay\\xe2\\x80\\xaefdp.exe',
      'special-file pipe',
      'symbolic-link root',
      'executable-file run',
    ])
  })

  it('names files that are gone or changed by the time they are read, and goes on', async () => {
    const folder = medium({ a: '1', b: '2', c: '3', d: '4', e: '5' })
    const { summary, files } = await inspectMedia(folder, {
      progress: (done) => {
        if (done !== 1 || !existsSync(join(folder, 'b'))) return
        rmSync(join(folder, 'b'))
        writeFileSync(join(folder, 'c'), 'longer')
        rmSync(join(folder, 'd'))
        symlinkSync('/etc/passwd', join(folder, 'd'))
      },
    })
    expect(summary.findings.filter(({ path }) => path !== '').map(({ code, path }) => `${code} ${path}`)).toEqual([
      'file-unreadable b',
      'file-changed c',
      'file-unreadable d',
    ])
    expect(files.map(({ sha256 }) => sha256 === null)).toEqual([false, true, true, true, false])
  })

  it('does not read a file without an end', async () => {
    const { summary } = await inspectMedia(`/proc/self/task/${String(process.pid)}`)
    expect(summary.findings.map(({ code }) => code)).toContain('file-changed')
  })

  it('says how it is mounted', async () => {
    const folder = medium({ 'media/stick/request': 'x' })
    const tree = recordedTree('sticks', scratch())
    const mounts = `/dev/sdb1 ${folder} vfat ro,nosuid,nodev 0 0\n`
    const { summary } = await inspectMedia(folder, {
      tree: {
        ...tree,
        text: (path) => (path === '/proc/self/mounts' ? mounts : tree.text(path)),
        names: (path) => (path === '/dev/disk/by-label' ? ['OTHER', 'MERIDIAN\\x20KEYS'] : null),
        link: (path) => (path.endsWith('OTHER') ? '../../sda1' : '../../sdb1'),
      },
    })
    expect(summary.device).toMatchObject({ device: '/dev/sdb1', fileSystem: 'vfat', label: 'MERIDIAN KEYS' })
    expect(summary.findings.map(({ words }) => words)).toEqual([`/dev/sdb1 is mounted at ${folder} without noexec.`])
  })

  it('stops at its limits and when it is told to', async () => {
    const folder = medium({ a: '1', b: '2', 'c/d/e': '333' })
    for (const limits of [{ files: 2 }, { bytes: 4 }, { depth: 1 }])
      expect(await rejectionOf(inspectMedia(folder, { limits }))).toMatchObject({ code: 'media-too-large' })
    await inspectMedia(folder, { limits: { files: 3, bytes: 5, depth: 2 } })
    const abort = new AbortController()
    const seen: number[] = []
    const work = inspectMedia(folder, {
      signal: abort.signal,
      progress: (done) => {
        seen.push(done)
        abort.abort()
      },
    })
    expect(await rejectionOf(work)).toMatchObject({ code: 'cancelled' })
    expect(Math.max(...seen)).toBe(1)
  })

  it('shows its progress to the end', async () => {
    const folder = medium({ a: 'x'.repeat(3_000_000), b: 'y' })
    const seen: [number, number][] = []
    await inspectMedia(folder, { progress: (done, total) => seen.push([done, total]) })
    expect(seen.length).toBeGreaterThan(3)
    expect(seen.at(-1)).toEqual([3_000_001, 3_000_001])
    expect(seen.map(([done]) => done)).toEqual(seen.map(([done]) => done).toSorted((a, b) => a - b))
  })

  it('wants a folder', async () => {
    const folder = medium({ a: '1' })
    expect(await rejectionOf(inspectMedia(join(folder, 'none')))).toMatchObject({ code: 'file-not-found' })
    expect(await rejectionOf(inspectMedia(join(folder, 'a')))).toMatchObject({ code: 'file-unreadable' })
  })
})
