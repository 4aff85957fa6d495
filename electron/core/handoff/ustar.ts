import { concatBytes, utf8ToBytes } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'

/** POSIX.1-1988 ustar, the part that a hand-off needs: regular files and folders with plain ASCII names. */

const BLOCK = 512
const REGULAR = '0'
const FOLDER = '5'

export interface TarFile {
  readonly path: string
  readonly bytes: Uint8Array
}

export interface TarLimits {
  readonly maxFiles: number
  readonly maxFileBytes: number
  readonly maxTotalBytes: number
}

/**
 * The same files give the same bytes: sorted by path, folders named before what is in them, mode 0644 and 0755, owner 0, time 0,
 * two zero blocks at the end. Throws RangeError for a path that ustar cannot hold and for two files with one path.
 */
export function writeUstar(files: readonly TarFile[]): Uint8Array {
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
  const folders = new Set<string>()
  const blocks: Uint8Array[] = []
  let last: string | null = null
  for (const { path, bytes } of sorted) {
    if (path === last) throw new RangeError(`two files have the path ${path}`)
    last = path
    for (const folder of foldersOf(path)) {
      if (folders.has(folder)) continue
      folders.add(folder)
      blocks.push(header(`${folder}/`, FOLDER, 0))
    }
    blocks.push(header(path, REGULAR, bytes.length), bytes, new Uint8Array(padding(bytes.length)))
  }
  return concatBytes(...blocks, new Uint8Array(2 * BLOCK))
}

/**
 * Reads what `writeUstar` writes, and the same from other writers of plain ustar. Refuses everything else with `handoff-malformed`
 * (`too-large` beyond the limits): links, devices, pax and GNU extensions, unclean paths, repeated names, anything but zeros in padding or after the end.
 */
export function readUstar(archive: Uint8Array, limits: TarLimits): readonly TarFile[] {
  if (archive.length % BLOCK !== 0) throw malformed('its length is not a multiple of 512 bytes')
  const files = new Map<string, Uint8Array>()
  const folders = new Set<string>()
  let total = 0
  let at = 0
  for (;;) {
    if (at >= archive.length) throw malformed('its end is missing')
    const block = archive.subarray(at, at + BLOCK)
    if (isZero(block)) break
    const entry = readHeader(block)
    at += BLOCK
    if (files.has(entry.path) || folders.has(entry.path)) throw malformed(`the name ${entry.path} comes twice`)
    if (entry.folder) {
      folders.add(entry.path)
      if (folders.size > limits.maxFiles) throw tooLarge(`more than ${limits.maxFiles} folders`)
      continue
    }
    total += entry.size
    if (files.size >= limits.maxFiles) throw tooLarge(`more than ${limits.maxFiles} files`)
    if (entry.size > limits.maxFileBytes) throw tooLarge(`a file of more than ${limits.maxFileBytes} bytes`)
    if (total > limits.maxTotalBytes) throw tooLarge(`more than ${limits.maxTotalBytes} bytes`)
    const end = at + entry.size + padding(entry.size)
    if (end > archive.length) throw malformed(`it ends inside ${entry.path}`)
    if (!isZero(archive.subarray(at + entry.size, end)))
      throw malformed(`there is something hidden behind ${entry.path}`)
    files.set(entry.path, archive.subarray(at, at + entry.size))
    at = end
  }
  if (archive.length - at < 2 * BLOCK) throw malformed('its end is cut')
  if (!isZero(archive.subarray(at))) throw malformed('there is something behind its end')
  for (const path of [...files.keys(), ...folders]) {
    if (foldersOf(path).some((folder) => files.has(folder))) throw malformed(`${path} is inside a file`)
  }
  return [...files].map(([path, bytes]) => ({ path, bytes }))
}

function foldersOf(path: string): readonly string[] {
  const segments = path.split('/')
  return segments.slice(1).map((_, index) => segments.slice(0, index + 1).join('/'))
}

function header(path: string, type: string, size: number): Uint8Array {
  const { name, prefix } = splitPath(path)
  const block = new Uint8Array(BLOCK)
  const put = (field: string, offset: number): void => block.set(utf8ToBytes(field), offset)
  put(name, 0)
  put(type === FOLDER ? '0000755\0' : '0000644\0', 100)
  put('0000000\0', 108)
  put('0000000\0', 116)
  put(`${octal(size, 11)}\0`, 124)
  put('00000000000\0', 136)
  put(type, 156)
  put('ustar\x0000', 257)
  put('0000000\0', 329)
  put('0000000\0', 337)
  put(prefix, 345)
  put(`${octal(checksum(block), 6)}\0 `, 148)
  return block
}

/** The shortest prefix that leaves a name of at most 100 bytes, so that there is one way to write a path. */
function splitPath(path: string): { name: string; prefix: string } {
  if (pathProblem(path.endsWith('/') ? path.slice(0, -1) : path) !== null)
    throw new RangeError(`not a clean path: ${path}`)
  if (path.length <= 100) return { name: path, prefix: '' }
  for (let slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
    const name = path.slice(slash + 1)
    if (slash <= 155 && name.length > 0 && name.length <= 100) return { name, prefix: path.slice(0, slash) }
  }
  throw new RangeError(`ustar cannot hold the path ${path}`)
}

function readHeader(block: Uint8Array): { path: string; folder: boolean; size: number } {
  const magic = text(block, 257, 8, 'magic')
  if (magic !== 'ustar' || block[263] !== 0x30 || block[264] !== 0x30) throw malformed('it is not in the ustar format')
  // Written the one way that POSIX shows it: the field is not covered by its own sum, so it is compared as it stands.
  if (String.fromCharCode(...block.subarray(148, 156)) !== `${octal(checksum(block), 6)}\0 `)
    throw malformed('the checksum of a header is wrong')
  const type = String.fromCharCode(block[156] ?? 0)
  const prefix = text(block, 345, 155, 'prefix')
  const name = text(block, 0, 100, 'name')
  const full = prefix === '' ? name : `${prefix}/${name}`
  if (type !== REGULAR && type !== FOLDER) {
    throw malformed(`${printable(full)} is neither a file nor a folder`)
  }
  const folder = type === FOLDER
  const path = folder && full.endsWith('/') ? full.slice(0, -1) : full
  const problem = pathProblem(path)
  if (problem !== null) throw malformed(`the name ${printable(full)} ${problem}`)
  if (text(block, 157, 100, 'link') !== '') throw malformed(`${path} is a link`)
  if (!isZero(block.subarray(500))) throw malformed('a header has something behind its fields')
  const size = number(block, 124, 12)
  if (folder && size !== 0) throw malformed(`the folder ${path} has content`)
  return { path, folder, size }
}

function pathProblem(path: string): string | null {
  if (path === '') return 'is empty'
  if (path.startsWith('/')) return 'is absolute'
  if (!/^[A-Za-z0-9._/-]+$/.test(path)) return 'has a character that is not allowed'
  if (path.split('/').some((segment) => segment === '' || segment === '.' || segment === '..')) return 'is not clean'
  return null
}

/** A NUL-padded field; nothing may hide behind the first NUL. The version field follows the magic, so that one is cut before it. */
function text(block: Uint8Array, offset: number, length: number, field: string): string {
  const bytes = block.subarray(offset, offset + (field === 'magic' ? 6 : length))
  const end = bytes.indexOf(0)
  const used = end < 0 ? bytes : bytes.subarray(0, end)
  if (!isZero(bytes.subarray(used.length))) throw malformed(`the ${field} of a header has something behind its end`)
  return String.fromCharCode(...used)
}

function number(block: Uint8Array, offset: number, length: number): number {
  const field = String.fromCharCode(...block.subarray(offset, offset + length))
  const digits = /^ *([0-7]{1,11})[ \0]*$/.exec(field)?.[1]
  if (digits === undefined) throw malformed('a number in a header is not octal')
  return Number.parseInt(digits, 8)
}

/** The sum of all octets with the checksum field read as spaces. */
function checksum(block: Uint8Array): number {
  return block.reduce((sum, octet, index) => sum + (index >= 148 && index < 156 ? 0x20 : octet), 0)
}

function octal(value: number, digits: number): string {
  const written = value.toString(8).padStart(digits, '0')
  if (written.length > digits) throw new RangeError(`${value} does not fit a ustar header`)
  return written
}

function padding(size: number): number {
  return (BLOCK - (size % BLOCK)) % BLOCK
}

function isZero(bytes: Uint8Array): boolean {
  return bytes.every((octet) => octet === 0)
}

function printable(name: string): string {
  return JSON.stringify(name.slice(0, 100).replace(/[^\x20-\x7e]/g, '?'))
}

function malformed(why: string) {
  return fail('handoff-malformed', `The archive is refused: ${why}.`, {
    remedy: 'Keep the file, install nothing of it, and ask for the hand-off again.',
  })
}

function tooLarge(what: string) {
  return fail('too-large', `The archive is refused: it holds ${what}.`)
}
