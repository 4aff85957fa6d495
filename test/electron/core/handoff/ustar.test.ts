import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { utf8ToBytes } from '../../../../shared/bytes.ts'
import { readUstar, type TarFile, writeUstar } from '../../../../electron/core/handoff/ustar.ts'
import { failureCode } from './expect-failure.ts'

const LIMITS = { maxFiles: 100, maxFileBytes: 10_000, maxTotalBytes: 50_000 }

const segment = fc.stringMatching(/^[a-z0-9][A-Za-z0-9._-]{0,30}$/)
/** At most one folder with a name of its own, so that no path is both a file and a folder. */
const path = fc.oneof(
  segment.map((name) => `f-${name}`),
  fc.tuple(segment, segment).map(([folder, name]) => `d-${folder}/${name}`),
  fc
    .tuple(fc.stringMatching(/^[a-z]{40,60}$/), segment, fc.stringMatching(/^[a-z]{90,100}$/))
    .map(([a, b, c]) => `e-${a}/x-${b}/${c}`),
)
const files = fc.uniqueArray(fc.record({ path, bytes: fc.uint8Array({ maxLength: 1200 }) }), {
  selector: (file) => file.path,
  maxLength: 12,
})

function sorted(list: readonly TarFile[]): TarFile[] {
  return list.toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

describe('writeUstar and readUstar', () => {
  it('round trip', () => {
    fc.assert(
      fc.property(files, (list) => {
        expect(sorted(readUstar(writeUstar(list), LIMITS))).toEqual(sorted(list))
      }),
      { numRuns: 150 },
    )
  })

  it('write the same bytes in whatever order the files come', () => {
    fc.assert(
      fc.property(files, (list) => {
        expect(writeUstar(list.toReversed())).toEqual(writeUstar(list))
      }),
      { numRuns: 50 },
    )
  })

  it('refuse any change of one bit in a header', () => {
    const archive = writeUstar([{ path: 'folder/file', bytes: utf8ToBytes('content') }])
    const accepted: string[] = []
    for (let offset = 0; offset < 1024; offset++) {
      for (let bit = 0; bit < 8; bit++) {
        const changed = archive.slice()
        changed[offset] = (changed[offset] ?? 0) ^ (1 << bit)
        if (failureCode(() => readUstar(changed, LIMITS)) !== 'handoff-malformed') accepted.push(`${offset}.${bit}`)
      }
    }
    expect(accepted).toStrictEqual([])
  })

  it('read what GNU tar writes as ustar', () => {
    const directory = mkdtempSync(join(tmpdir(), 'conclave-tar-'))
    writeFileSync(join(directory, 'a.txt'), 'hello')
    const archive = execFileSync('tar', ['--format=ustar', '-cf', '-', '-C', directory, 'a.txt'])
    rmSync(directory, { recursive: true })
    expect(readUstar(archive, LIMITS)).toEqual([{ path: 'a.txt', bytes: Buffer.from('hello') }])
  })
})

describe('writeUstar', () => {
  it('writes mode, owner and time that say nothing of the machine', () => {
    const directory = mkdtempSync(join(tmpdir(), 'conclave-tar-'))
    const file = join(directory, 'x.tar')
    writeFileSync(file, writeUstar([{ path: 'h/a', bytes: utf8ToBytes('1') }]))
    const listing = execFileSync('tar', ['-tvf', file, '--numeric-owner', '--utc', '--full-time'], { encoding: 'utf8' })
    rmSync(directory, { recursive: true })
    const lines = listing
      .trimEnd()
      .split('\n')
      .map((line) => line.replace(/ +/g, ' '))
    expect(lines).toEqual(['drwxr-xr-x 0/0 0 1970-01-01 00:00:00 h/', '-rw-r--r-- 0/0 1 1970-01-01 00:00:00 h/a'])
  })

  it.each(['', '/etc/passwd', '../up', 'a/../b', 'a//b', 'über', 'a b', 'x'.repeat(101)])(
    'throws for the path %j',
    (bad) => {
      expect(() => writeUstar([{ path: bad, bytes: new Uint8Array() }])).toThrow(RangeError)
    },
  )

  it('throws for two files with one path', () => {
    const file = { path: 'a', bytes: new Uint8Array() }
    expect(() => writeUstar([file, file])).toThrow(RangeError)
  })
})

describe('readUstar', () => {
  /** One archive with the given header fields changed and the checksum made right again. */
  function forged(change: (header: Uint8Array) => void): Uint8Array {
    const archive = writeUstar([{ path: 'aaaaaaaa', bytes: utf8ToBytes('content') }])
    const header = archive.subarray(0, 512)
    change(header)
    header.fill(0x20, 148, 156)
    const sum = header.reduce((total, octet) => total + octet, 0)
    header.set(utf8ToBytes(`${sum.toString(8).padStart(6, '0')}\0 `), 148)
    return archive
  }
  const put = (text: string, offset: number) => (header: Uint8Array) => header.set(utf8ToBytes(text), offset)

  it('reads a forged header that changes nothing', () => {
    expect(
      readUstar(
        forged(() => undefined),
        LIMITS,
      ).map((file) => file.path),
    ).toEqual(['aaaaaaaa'])
  })

  it.each([
    ['a hard link', put('1', 156)],
    ['a symbolic link', put('2', 156)],
    ['a character device', put('3', 156)],
    ['a FIFO', put('6', 156)],
    ['a pax header', put('x', 156)],
    ['a GNU long name', put('L', 156)],
    ['an old-style file', put('\0', 156)],
    ['a link target', put('/etc/passwd', 157)],
    ['a path that climbs', put('../aaaaa', 0)],
    ['an absolute path', put('/aaaaaaa', 0)],
    ['an empty path', (header: Uint8Array) => header.fill(0, 0, 100)],
    ['a path with a control character', put('aaaa\naaa', 0)],
    ['a path with something hidden behind NUL', put('aa\0aaaaa', 0)],
    ['a folder with content', put('5', 156)],
    ['another magic', put('ustar  \0', 257)],
    ['a size beyond the end', put('00000010000', 124)],
    ['a size in base 256', (header: Uint8Array) => header.set([0x80], 124)],
    ['bytes behind the fields', put('x', 505)],
  ])('refuses %s', (_, change) => {
    expect(failureCode(() => readUstar(forged(change), LIMITS))).toBe('handoff-malformed')
  })

  const archive = writeUstar([{ path: 'a', bytes: utf8ToBytes('content') }])

  it('refuses something in the padding of a file', () => {
    const changed = archive.slice()
    changed[512 + 7] = 1
    expect(failureCode(() => readUstar(changed, LIMITS))).toBe('handoff-malformed')
  })

  it('refuses something behind the end, and accepts more zeros there', () => {
    const longer = new Uint8Array(archive.length + 1024)
    longer.set(archive)
    expect(readUstar(longer, LIMITS)).toHaveLength(1)
    longer[longer.length - 1] = 1
    expect(failureCode(() => readUstar(longer, LIMITS))).toBe('handoff-malformed')
  })

  it('refuses every cut', () => {
    for (let length = 0; length < archive.length; length += 256) {
      expect(failureCode(() => readUstar(archive.subarray(0, length), LIMITS))).toBe('handoff-malformed')
    }
  })

  it('refuses a name that comes twice, and a file that is also a folder', () => {
    const one = archive.subarray(0, 1024)
    const twice = new Uint8Array([...one, ...archive])
    expect(failureCode(() => readUstar(twice, LIMITS))).toBe('handoff-malformed')
    const inside = writeUstar([{ path: 'a/b', bytes: new Uint8Array() }]).subarray(512)
    expect(failureCode(() => readUstar(new Uint8Array([...one, ...inside]), LIMITS))).toBe('handoff-malformed')
  })

  it('stops at its limits', () => {
    const big = writeUstar([
      { path: 'a', bytes: new Uint8Array(600) },
      { path: 'b', bytes: new Uint8Array(600) },
    ])
    expect(failureCode(() => readUstar(big, { ...LIMITS, maxFiles: 1 }))).toBe('too-large')
    expect(failureCode(() => readUstar(big, { ...LIMITS, maxFileBytes: 599 }))).toBe('too-large')
    expect(failureCode(() => readUstar(big, { ...LIMITS, maxTotalBytes: 1199 }))).toBe('too-large')
    expect(readUstar(big, { ...LIMITS, maxFiles: 2, maxFileBytes: 600, maxTotalBytes: 1200 })).toHaveLength(2)
  })
})
