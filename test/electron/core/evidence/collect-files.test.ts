import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findFiles } from '../../../../electron/core/evidence/collect-files.ts'
import { ArtifactStore } from '../../../../electron/core/facility/artifacts.ts'
import { evidenceItem } from '../../../../shared/evidence/item.ts'
import { sha256Hex } from '../../../../shared/bytes.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import { canMount, mountSmallDisk } from '../../../support/small-disk.ts'
import { mountFailingDisk } from '../../../support/failing-disk.ts'
import { scratchFolders } from '../../../support/scratch-folder.ts'
import { collectFolder, makeMedium } from './fixture.ts'

const scratch = scratchFolders()

function newStore(folder = scratch()): ArtifactStore {
  return new ArtifactStore(join(folder, 'artifacts'))
}

describe('collecting from a medium', () => {
  it('takes every plain file under its digest, with the custody of each', async () => {
    const medium = makeMedium(scratch())
    const store = newStore()
    const { acquirer } = await collectFolder(store, medium)
    expect(acquirer.refused).toEqual([])
    expect(acquirer.items.map(({ file }) => file)).toEqual([
      'medium.json',
      'certdb.sqlite',
      'door_log_vault_.csv',
      'empty.log',
    ])
    for (const item of acquirer.items) {
      expect(evidenceItem.parse(item)).toEqual(item)
      expect(sha256Hex(store.get(item.sha256))).toBe(item.sha256)
      expect(item.custody.map(({ act }) => act)).toEqual(['acquired', 'stored'])
    }
    const [, database] = acquirer.items
    expect(database).toMatchObject({
      id: 'run-0007.collect.0002',
      source: join(medium, 'db', 'certdb.sqlite'),
      size: 70_000,
      acquisition: { by: 'ada-brandt', timeZone: 'Europe/Oslo', tool: 'conclave' },
      compared: [expect.stringContaining('second time')],
    })
    // It was no read-only mount, and that is said, with who answers for it.
    expect(database?.changes).toMatchObject([{ responsible: 'ada-brandt' }])
  })

  it('follows no link, opens no pipe, and says so; names that nobody can read become visible', async () => {
    const medium = makeMedium(scratch())
    symlinkSync('/etc/passwd', join(medium, 'passwd'))
    execFileSync('mkfifo', [join(medium, 'pipe')])
    writeFileSync(join(medium, 'cut\u202egpj.exe'), 'x')
    writeFileSync(Buffer.concat([Buffer.from(`${medium}/`), Buffer.from([0x61, 0xff])]), 'y')
    const { acquirer } = await collectFolder(newStore(), medium)
    expect(acquirer.refused.map(({ code, source }) => [code, source])).toEqual([
      ['symbolic-link', join(medium, 'passwd')],
      ['special-file', join(medium, 'pipe')],
    ])
    const sources = acquirer.items.map(({ source }) => source)
    expect(sources).toContain(`${medium}/cut\\xe2\\x80\\xaegpj.exe`)
    expect(sources).toContain(`${medium}/a\\xff`)
    for (const { file } of acquirer.items) expect(file).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]*$/)
  })

  it('refuses a file that grows or shrinks meanwhile, and keeps the others', async () => {
    const medium = makeMedium(scratch())
    writeFileSync(join(medium, 'a-grows.log'), 'x'.repeat(100))
    writeFileSync(join(medium, 'b-shrinks.log'), 'x'.repeat(100))
    let changed = false
    const progress = (text: string): void => {
      if (changed || !text.includes('a-grows')) return
      changed = true
      appendFileSync(join(medium, 'a-grows.log'), 'y')
      truncateSync(join(medium, 'b-shrinks.log'), 50)
    }
    const { acquirer } = await collectFolder(newStore(), medium, { progress })
    expect(acquirer.refused.map(({ code, source }) => [code, source.split('/').at(-1)])).toEqual([
      ['media-read-back', 'a-grows.log'],
      ['media-read-back', 'b-shrinks.log'],
    ])
    expect(acquirer.items).toHaveLength(4)
  })

  it('refuses what is no folder, too many files, too many bytes, before it copies anything', async () => {
    const medium = makeMedium(scratch())
    const look = (folder: string, limits = {}) =>
      rejectionOf(findFiles({ folder, description: '', facility: medium, progress: () => undefined, limits }))
    expect((await look(join(medium, 'nothing'))).code).toBe('file-not-found')
    expect((await look(join(medium, 'empty.log'))).code).toBe('file-unreadable')
    expect((await look(medium, { files: 2 })).code).toBe('media-too-large')
    expect((await look(medium, { bytes: 1000 })).code).toBe('media-too-large')
    expect((await look(medium, { depth: 0 })).code).toBe('media-too-large')
  })
})

describe.runIf(canMount)('on real disks', () => {
  it('refuses what a failing medium cannot give any more, and keeps what it gave before', async () => {
    const disk = mountFailingDisk({ 'a-small.log': Buffer.from('whole'), 'b-large.db': Buffer.alloc(16 << 20, 1) }, [
      'a-small.log',
    ])
    try {
      const store = newStore()
      const { acquirer } = await collectFolder(store, disk.folder)
      expect(acquirer.refused).toMatchObject([
        { code: 'media-read-back', words: expect.stringContaining('EIO') as string },
      ])
      expect(acquirer.items.map(({ file }) => file)).toEqual(['medium.json', 'a-small.log'])
      // Mounted read-only: nothing on it was changed.
      expect(acquirer.items[1]?.changes).toEqual([])
      expect(new TextDecoder().decode(store.get(acquirer.items[1]?.sha256 ?? ''))).toBe('whole')
    } finally {
      disk.remove()
    }
  })

  it('copies nothing when the disk of the facility has no room for it', async () => {
    const disk = mountSmallDisk('8m')
    try {
      const medium = makeMedium(scratch())
      const source = { folder: medium, description: '', facility: disk.folder, progress: () => undefined }
      expect((await rejectionOf(findFiles(source))).code).toBe('disk-full')
    } finally {
      disk.remove()
    }
  })

  it('says that the disk is full when it becomes full meanwhile, and leaves nothing half copied', async () => {
    const disk = mountSmallDisk('4m')
    try {
      const medium = join(scratch(), 'medium')
      mkdirSync(medium)
      writeFileSync(join(medium, 'large.db'), Buffer.alloc(6 << 20, 1))
      const store = newStore(disk.folder)
      expect((await rejectionOf(collectFolder(store, medium))).code).toBe('disk-full')
      expect(store.list()).toHaveLength(1)
      expect(execFileSync('find', [disk.folder, '-type', 'f', '-size', '+64k'], { encoding: 'utf8' })).toBe('')
    } finally {
      disk.remove()
    }
  })
})
