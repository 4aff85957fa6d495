import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { utf8ToBytes } from '../../../../shared/bytes.ts'
import { readFileCapped, writeNewFile } from '../../../../electron/core/files/host-files.ts'
import { failureOf } from '../../../support/failure.ts'
import { scratchFolders } from '../../../support/scratch-folder.ts'

const scratch = scratchFolders()
const newPath = () => join(scratch(), 'file')

describe('writeNewFile', () => {
  it('writes the whole file and nothing beside it', () => {
    const path = newPath()
    const bytes = new Uint8Array(3_000_000).fill(7)
    writeNewFile(path, bytes, 0o600)
    expect(new Uint8Array(readFileSync(path))).toEqual(bytes)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readdirSync(dirname(path))).toEqual(['file'])
  })

  it('never overwrites: a file, a folder or a link to nowhere', () => {
    const path = newPath()
    writeNewFile(path, utf8ToBytes('first'))
    expect(failureOf(() => writeNewFile(path, utf8ToBytes('second')))).toBe('file-exists')
    expect(readFileSync(path, 'utf8')).toBe('first')
    const folder = newPath()
    mkdirSync(folder)
    expect(failureOf(() => writeNewFile(folder, utf8ToBytes('second')))).toBe('file-exists')
    const link = newPath()
    symlinkSync(join(dirname(link), 'nowhere'), link)
    expect(failureOf(() => writeNewFile(link, utf8ToBytes('second')))).toBe('file-exists')
    expect(readdirSync(dirname(link))).toEqual(['file'])
  })

  it('does not make folders', () => {
    expect(failureOf(() => writeNewFile(join(newPath(), 'a'), utf8ToBytes('a')))).toBe('file-not-writable')
    const file = newPath()
    writeNewFile(file, utf8ToBytes('a'))
    expect(failureOf(() => writeNewFile(join(file, 'a'), utf8ToBytes('a')))).toBe('file-not-writable')
  })
})

describe('readFileCapped', () => {
  it('reads a file up to the limit', () => {
    const path = newPath()
    writeFileSync(path, new Uint8Array(2_500_000).fill(3))
    expect(readFileCapped(path, 2_500_000)).toEqual(new Uint8Array(2_500_000).fill(3))
    expect(failureOf(() => readFileCapped(path, 2_499_999))).toBe('file-too-large')
    writeFileSync(path, '')
    expect(readFileCapped(path, 0)).toEqual(new Uint8Array(0))
  })

  it('does not believe a size: an endless file of no length ends at the limit', () => {
    expect(statSync('/proc/self/maps').size).toBe(0)
    expect(failureOf(() => readFileCapped('/proc/self/maps', 10))).toBe('file-too-large')
  })

  it('tells what is missing from what is no file', () => {
    const path = newPath()
    expect(failureOf(() => readFileCapped(path, 10))).toBe('file-not-found')
    expect(failureOf(() => readFileCapped(join(path, 'a'), 10))).toBe('file-not-found')
    expect(failureOf(() => readFileCapped(dirname(path), 10))).toBe('file-unreadable')
    expect(failureOf(() => readFileCapped('/dev/zero', 10))).toBe('file-unreadable')
    execFileSync('mkfifo', [path])
    expect(failureOf(() => readFileCapped(path, 10))).toBe('file-unreadable')
  })
})
