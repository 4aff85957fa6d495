import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { concatBytes } from '../../../shared/bytes.ts'
import { type Attack, archiveOf, goodFiles, NAME } from './attack.ts'

const BLOCK = 512

/** A ustar header with a right checksum, for entries that `writeUstar` would never write. */
function entry(name: string, type: string, { link = '', size = 0 } = {}): Uint8Array {
  const block = Buffer.alloc(BLOCK)
  block.write(name, 0)
  block.write('0000644\x000000000\x000000000\x00', 100)
  block.write(`${size.toString(8).padStart(11, '0')}\x0000000000000\x00        ${type}`, 124)
  block.write(link, 157)
  block.write('ustar\x0000', 257)
  block.write('0000000\x000000000\x00', 329)
  const sum = block.reduce((total, octet) => total + octet, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\x00 `, 148)
  return block
}

/** The good archive with more entries in front of its end. */
function withEntries(...more: readonly Uint8Array[]): Uint8Array {
  const archive = archiveOf(goodFiles())
  return concatBytes(archive.subarray(0, archive.length - 2 * BLOCK), ...more, new Uint8Array(2 * BLOCK))
}

/** The good hand-off as a folder, with something done to it. */
function asFolder(change: (root: string) => void): { path: string } {
  const root = join(mkdtempSync(join(tmpdir(), 'conclave-attack-')), NAME)
  for (const [path, bytes] of goodFiles()) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), bytes)
  }
  change(root)
  return { path: root }
}

const malformed = (what: string, make: Attack['make']): Attack => ({ what, make, code: 'handoff-malformed' })

export const CONTAINER_ATTACKS: readonly Attack[] = [
  malformed('archive cut in the middle of a file', () => archiveOf(goodFiles()).subarray(0, 20 * BLOCK)),
  malformed('archive without its end', () => archiveOf(goodFiles()).subarray(0, -2 * BLOCK)),
  malformed('archive cut inside a block', () => archiveOf(goodFiles()).subarray(0, -100)),
  malformed('bytes behind the end of the archive', () => concatBytes(archiveOf(goodFiles()), Buffer.alloc(BLOCK, 1))),
  malformed('something hidden in the padding of a file', () => {
    const archive = archiveOf(goodFiles())
    archive[archive.length - 2 * BLOCK - 1] = 1
    return archive
  }),
  malformed('symbolic link to /etc/passwd', () => withEntries(entry(`${NAME}/extra`, '2', { link: '/etc/passwd' }))),
  malformed('hard link to another file', () => withEntries(entry(`${NAME}/extra`, '1', { link: 'manifest.json' }))),
  malformed('character device', () => withEntries(entry(`${NAME}/extra`, '3'))),
  malformed('named pipe', () => withEntries(entry(`${NAME}/extra`, '6'))),
  malformed('pax header that renames the next file', () => withEntries(entry('pax', 'x', { size: 0 }))),
  malformed('GNU long name', () => withEntries(entry('././@LongLink', 'L'))),
  malformed('path that climbs out', () => withEntries(entry(`${NAME}/../../etc/cron.d/x`, '0'))),
  malformed('absolute path', () => withEntries(entry('/etc/cron.d/x', '0'))),
  malformed('right-to-left mark in a name', () => withEntries(entry(`${NAME}/a\u202eb`, '0'))),
  malformed('line feed in a name', () => withEntries(entry(`${NAME}/a\nb`, '0'))),
  malformed('hidden file', () => withEntries(entry(`${NAME}/.profile`, '0'))),
  malformed('one name twice', () => withEntries(entry(`${NAME}/manifest.json`, '0'))),
  malformed('file inside a file', () => withEntries(entry(`${NAME}/manifest.json/x`, '0'))),
  malformed('second folder beside the hand-off', () => withEntries(entry('other/x', '0'))),
  malformed('folder that has not its name', () => archiveOf(goodFiles(), 'handoff-fleet.example-1-3')),
  malformed('wrong checksum of a header', () => {
    const archive = archiveOf(goodFiles())
    archive[100] = 0x37
    return archive
  }),
  malformed('no archive at all', () => Buffer.alloc(4 * BLOCK, 0x41)),
  malformed('empty archive', () => new Uint8Array(2 * BLOCK)),
  {
    what: 'file of 1 GB, said in a header',
    code: 'too-large',
    make: () => withEntries(entry(`${NAME}/x`, '0', { size: 2 ** 30 })),
  },
  {
    what: '2600 files',
    code: 'too-large',
    make: () => withEntries(...Array.from({ length: 2600 }, (_, index) => entry(`${NAME}/f${index}`, '0'))),
  },
  malformed('folder with a symbolic link', () => asFolder((root) => symlinkSync('/etc/passwd', join(root, 'extra')))),
  malformed('folder with a named pipe', () => asFolder((root) => execFileSync('mkfifo', [join(root, 'extra')]))),
]
