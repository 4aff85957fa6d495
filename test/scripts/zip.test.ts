import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { extractZip } from '../../scripts/setup/zip.mjs'

const MAKE = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], 'w') as archive:
    def add(name, data, mode, method):
        entry = zipfile.ZipInfo(name)
        entry.external_attr = mode << 16
        archive.writestr(entry, data, method)
    add('a/', b'', 0o40755, zipfile.ZIP_STORED)
    add('a/program', b'x' * 100000, 0o100755, zipfile.ZIP_DEFLATED)
    add('a/stored', b'as it is', 0o100644, zipfile.ZIP_STORED)
    add('a/empty', b'', 0o100644, zipfile.ZIP_STORED)
    add('b/left-out', b'no', 0o100644, zipfile.ZIP_DEFLATED)
`

let folder = ''
let archive = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'conclave-zip-'))
  archive = join(folder, 'archive.zip')
  execFileSync('python3', ['-c', MAKE, archive])
})

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

function withoutB(name: string): string | null {
  return name.startsWith('b/') ? null : name.replace('a/', '')
}

describe('ZIP file', () => {
  it('is unpacked with contents and permissions, without what is left out', async () => {
    const target = join(folder, 'target')
    await extractZip(archive, target, withoutB)
    expect(readdirSync(target).toSorted()).toEqual(['empty', 'program', 'stored'])
    expect(readFileSync(join(target, 'program'), 'utf8')).toBe('x'.repeat(100_000))
    expect(readFileSync(join(target, 'stored'), 'utf8')).toBe('as it is')
    expect(statSync(join(target, 'program')).mode & 0o777).toBe(0o755)
    expect(statSync(join(target, 'stored')).mode & 0o777).toBe(0o644)
  })

  it('may not write outside its folder', async () => {
    await expect(extractZip(archive, join(folder, 'inside'), () => '../escaped')).rejects.toThrow(/outside/)
    expect(readdirSync(folder)).not.toContain('escaped')
  })

  it('is refused when it is cut off or something else', async () => {
    const bytes = readFileSync(archive)
    for (const damaged of [bytes.subarray(0, -30), Buffer.from('not a zip'), Buffer.alloc(0)]) {
      const path = join(folder, 'damaged.zip')
      writeFileSync(path, damaged)
      await expect(extractZip(path, join(folder, 'damaged'), (name) => name)).rejects.toThrow(/ZIP/)
    }
  })
})
