import { utf8ToBytes } from '../../../shared/bytes.ts'

/** The headers of POSIX.1-1988 ustar, the part that Conclave needs: regular files and folders with plain ASCII names. */

export const BLOCK = 512
const REGULAR = '0'
const FOLDER = '5'
/** What the eleven octal digits of a size hold. */
export const MAX_TAR_FILE = 0o77777777777

/** What is wrong with an archive, as the end of a sentence; whoever reads it says of what. */
export class NotUstar extends Error {
  constructor(why: string) {
    super(why)
    this.name = 'NotUstar'
  }
}

export interface TarHeader {
  readonly path: string
  readonly folder: boolean
  readonly size: number
}

/** The folders that a path lies in, outermost first. */
export function foldersOf(path: string): readonly string[] {
  const segments = path.split('/')
  return segments.slice(1).map((_, index) => segments.slice(0, index + 1).join('/'))
}

/** Throws RangeError for what ustar cannot hold. */
export function fileHeader(path: string, size: number): Uint8Array {
  return header(path, REGULAR, size)
}

export function folderHeader(path: string): Uint8Array {
  return header(`${path}/`, FOLDER, 0)
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

/** Throws NotUstar for everything that `fileHeader` and `folderHeader` do not write. */
export function readHeader(block: Uint8Array): TarHeader {
  const magic = text(block, 257, 8, 'magic')
  if (magic !== 'ustar' || block[263] !== 0x30 || block[264] !== 0x30)
    throw new NotUstar('it is not in the ustar format')
  // Written the one way that POSIX shows it: the field is not covered by its own sum, so it is compared as it stands.
  if (String.fromCharCode(...block.subarray(148, 156)) !== `${octal(checksum(block), 6)}\0 `)
    throw new NotUstar('the checksum of a header is wrong')
  const type = String.fromCharCode(block[156] ?? 0)
  const prefix = text(block, 345, 155, 'prefix')
  const name = text(block, 0, 100, 'name')
  const full = prefix === '' ? name : `${prefix}/${name}`
  if (type !== REGULAR && type !== FOLDER) {
    throw new NotUstar(`${printable(full)} is neither a file nor a folder`)
  }
  const folder = type === FOLDER
  const path = folder && full.endsWith('/') ? full.slice(0, -1) : full
  const problem = pathProblem(path)
  if (problem !== null) throw new NotUstar(`the name ${printable(full)} ${problem}`)
  if (text(block, 157, 100, 'link') !== '') throw new NotUstar(`${path} is a link`)
  if (!isZero(block.subarray(500))) throw new NotUstar('a header has something behind its fields')
  const size = number(block, 124, 12)
  if (folder && size !== 0) throw new NotUstar(`the folder ${path} has content`)
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
  if (!isZero(bytes.subarray(used.length))) throw new NotUstar(`the ${field} of a header has something behind its end`)
  return String.fromCharCode(...used)
}

function number(block: Uint8Array, offset: number, length: number): number {
  const field = String.fromCharCode(...block.subarray(offset, offset + length))
  const digits = /^ *([0-7]{1,11})[ \0]*$/.exec(field)?.[1]
  if (digits === undefined) throw new NotUstar('a number in a header is not octal')
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

export function padding(size: number): number {
  return (BLOCK - (size % BLOCK)) % BLOCK
}

export function isZero(bytes: Uint8Array): boolean {
  return bytes.every((octet) => octet === 0)
}

function printable(name: string): string {
  return JSON.stringify(name.slice(0, 100).replace(/[^\x20-\x7e]/g, '?'))
}
