import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { verifyHandoff } from '../../../../electron/core/handoff/verify.ts'
import { handoffTar, writeHandoff } from '../../../../electron/core/handoff/write.ts'
import { failureCodeOf } from './expect-failure.ts'
import { at, SIGNERS } from './fixture.ts'
import { flipped, good, options } from './verify-fixture.ts'

const name = good.handoff.name

describe('verifyHandoff', () => {
  let directory: string
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'conclave-verify-'))
    await writeHandoff(good, { directory, signers: SIGNERS, now: at(0) })
  })
  afterAll(() => rmSync(directory, { recursive: true, force: true }))

  async function verify(path: string): Promise<string[]> {
    return (await verifyHandoff(path, options)).problems.map((problem) => problem.code)
  }

  it('accepts the folder, the folder under another name, and the archive', async () => {
    expect(await verify(join(directory, name))).toEqual([])
    renameSync(join(directory, name), join(directory, 'renamed'))
    expect(await verify(join(directory, 'renamed'))).toEqual([])
    renameSync(join(directory, 'renamed'), join(directory, name))
    expect(await verify(join(directory, `${name}.tar`))).toEqual([])
  })

  it('refuses trailing garbage, a cut and a flipped byte in the archive', async () => {
    const tar = handoffTar(good)
    const file = join(directory, 'changed.tar')
    for (const bytes of [
      Buffer.concat([tar, Buffer.alloc(512, 1)]),
      Buffer.concat([tar, Buffer.from('x')]),
      tar.subarray(0, tar.length - 512),
      flipped(tar, 3),
    ]) {
      writeFileSync(file, bytes)
      expect(await verify(file)).toEqual(['handoff-malformed'])
    }
  })

  it('refuses links, devices and folders around it in an archive, made by GNU tar', async () => {
    const tree = mkdtempSync(join(tmpdir(), 'conclave-tree-'))
    const pack = (...paths: string[]): string => {
      const file = join(directory, 'packed.tar')
      execFileSync('tar', ['--format=ustar', '-cf', file, '-C', tree, ...paths])
      return file
    }
    cpSync(join(directory, name), join(tree, name), { recursive: true })
    expect(await verify(pack(name))).toEqual([])
    symlinkSync('/etc/passwd', join(tree, name, 'certs', 'link.pem'))
    expect(await verify(pack(name))).toEqual(['handoff-malformed'])
    rmSync(join(tree, name, 'certs', 'link.pem'))
    writeFileSync(join(tree, 'beside'), 'x')
    expect(await verify(pack(name, 'beside'))).toEqual(['handoff-malformed'])
    execFileSync('mkfifo', [join(tree, name, 'pipe')])
    expect(await verify(pack(name))).toEqual(['handoff-malformed'])
    rmSync(join(tree, name, 'pipe'))
    renameSync(join(tree, name), join(tree, 'handoff-other.example-1-1'))
    expect(await verify(pack('handoff-other.example-1-1'))).toEqual(['handoff-malformed'])
    rmSync(tree, { recursive: true, force: true })
  })

  it('refuses a link and a hidden file in a folder', async () => {
    const folder = join(directory, 'linked')
    cpSync(join(directory, name), folder, { recursive: true })
    rmSync(join(folder, 'manifest.json'))
    symlinkSync(join(directory, name, 'manifest.json'), join(folder, 'manifest.json'))
    expect(await verify(folder)).toEqual(['handoff-malformed'])
    rmSync(join(folder, 'manifest.json'))
    cpSync(join(directory, name, 'manifest.json'), join(folder, 'manifest.json'))
    expect(await verify(folder)).toEqual([])
    writeFileSync(join(folder, '.hidden'), 'x')
    expect(await verify(folder)).toEqual(['handoff-malformed'])
  })

  it('says when there is nothing', async () => {
    expect(await failureCodeOf(verifyHandoff(join(directory, 'nothing'), options))).toBe('file-not-found')
    mkdirSync(join(directory, 'empty'))
    expect(await verify(join(directory, 'empty'))).toEqual(['handoff-malformed'])
  })
})
