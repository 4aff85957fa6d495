import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { writeNewFile } from '../../../electron/main/new-file.ts'
import { rejectionOf } from '../../support/rejection.ts'

const folder = mkdtempSync(join(tmpdir(), 'conclave-new-file-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

describe('writeNewFile', () => {
  it('writes the whole file for its owner only, and leaves nothing beside it', async () => {
    const path = join(folder, 'record.pdf')
    await writeNewFile(path, new Uint8Array([1, 2, 3]))
    expect([...readFileSync(path)]).toStrictEqual([1, 2, 3])
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder)).toStrictEqual(['record.pdf'])
  })

  it('never replaces a file', async () => {
    const path = join(folder, 'taken.pdf')
    writeFileSync(path, 'kept')
    expect((await rejectionOf(writeNewFile(path, new Uint8Array(1)))).code).toBe('file-exists')
    expect(readFileSync(path, 'utf8')).toBe('kept')
    expect(readdirSync(folder).filter((name) => name.endsWith('.partial'))).toStrictEqual([])
  })

  it('says when there is no such folder', async () => {
    const path = join(folder, 'missing', 'record.pdf')
    expect(await rejectionOf(writeNewFile(path, new Uint8Array(1)))).toMatchObject({
      code: 'file-not-writable',
      detail: { path },
    })
  })
})
