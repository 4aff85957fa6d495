import { lstat, readdir } from 'node:fs/promises'
import { fail } from '../../../shared/failure.ts'
import type { MediaFinding } from '../../../shared/room/media.ts'
import { errorCode } from '../files/disk-failure.ts'

export interface MediaLimits {
  readonly files: number
  readonly bytes: number
  readonly depth: number
}

export interface FoundFile {
  /** The name as bytes: it need not be text. */
  readonly raw: Buffer
  readonly path: string
  readonly size: number
}

export interface Walk {
  /** Sorted by the bytes of their names. */
  readonly files: FoundFile[]
  readonly folders: number
  readonly bytes: number
  readonly findings: MediaFinding[]
}

const SLASH = Buffer.from('/')

/** Lists everything below a folder without following a link, opening a device or leaving the file system. */
export async function walkMedia(root: string, limits: MediaLimits, stopped: () => void): Promise<Walk> {
  const files: FoundFile[] = []
  const findings: MediaFinding[] = []
  let folders = 0
  let bytes = 0
  const top = Buffer.from(root)
  const { dev } = await lstat(top)
  const find = (code: MediaFinding['code'], path: string, words: string): void => {
    findings.push({ code, path, words })
  }

  async function visit(name: Buffer, raw: Buffer, depth: number): Promise<void> {
    stopped()
    const path = printable(raw)
    const status = await lstat(join(top, raw)).catch((error: unknown) => errorCode(error))
    if (typeof status === 'string') {
      find('file-unreadable', path, `${path} cannot be read (${status}).`)
      return
    }
    if (unsafe(name)) find('unsafe-name', path, `The name ${path} is not plain printable text.`)
    if (name[0] === 0x2e) find('hidden-file', path, `${path} is hidden.`)
    if (status.isDirectory()) {
      if (status.dev === dev) await list(raw, depth + 1)
      else find('other-file-system', path, `${path} is another file system; it was not looked into.`)
    } else if (status.isFile()) {
      if ((status.mode & 0o111) !== 0) find('executable-file', path, `${path} is executable.`)
      files.push({ raw, path, size: status.size })
      bytes += status.size
      if (files.length > limits.files || bytes > limits.bytes) throw tooLarge(root, limits)
    } else if (status.isSymbolicLink()) {
      find('symbolic-link', path, `${path} is a symbolic link; it was not followed.`)
    } else {
      find('special-file', path, `${path} is a device, pipe or socket; it was not opened.`)
    }
  }

  async function list(raw: Buffer, depth: number): Promise<void> {
    if (depth > limits.depth) throw tooLarge(root, limits)
    if (raw.length > 0) folders += 1
    if (folders > limits.files) throw tooLarge(root, limits)
    const names = await readdir(join(top, raw), { encoding: 'buffer' }).catch((error: unknown) => errorCode(error))
    if (typeof names === 'string') {
      find('file-unreadable', printable(raw), `The folder ${printable(raw)} cannot be read (${names}).`)
      return
    }
    for (const name of names.toSorted((a, b) => Buffer.compare(a, b))) {
      await visit(name, raw.length === 0 ? name : Buffer.concat([raw, SLASH, name]), depth)
    }
  }

  await list(Buffer.alloc(0), 0)
  return { files: files.toSorted((a, b) => Buffer.compare(a.raw, b.raw)), folders, bytes, findings }
}

export function join(top: Buffer, raw: Buffer): Buffer {
  return raw.length === 0 ? top : Buffer.concat([top, SLASH, raw])
}

/** Control and bidirectional characters, and bytes that are not UTF-8, as \xNN: what is shown is what is there. */
function printable(raw: Buffer): string {
  const text = raw.toString('utf8')
  if (!Buffer.from(text).equals(raw)) {
    return Array.from(raw, (byte) => (byte < 0x20 || byte > 0x7e ? escaped(byte) : String.fromCharCode(byte))).join('')
  }
  return text.replace(UNSAFE, (character) => Array.from(Buffer.from(character), escaped).join(''))
}

const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\\]/gu

function unsafe(name: Buffer): boolean {
  const text = name.toString('utf8')
  return !Buffer.from(text).equals(name) || text.search(UNSAFE) >= 0
}

function escaped(byte: number): string {
  return `\\x${byte.toString(16).padStart(2, '0')}`
}

function tooLarge(root: string, { files, bytes, depth }: MediaLimits) {
  return fail(
    'media-too-large',
    `"${root}" holds more than ${String(files)} files, ${String(bytes)} bytes or ${String(depth)} folders in each other.`,
    { remedy: 'Use a medium that holds only what this ceremony needs.', detail: { files, bytes, depth } },
  )
}
