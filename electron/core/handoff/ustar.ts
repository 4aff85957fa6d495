import { concatBytes } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import { BLOCK, fileHeader, folderHeader, foldersOf, isZero, NotUstar, padding, readHeader } from './ustar-header.ts'

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
      blocks.push(folderHeader(folder))
    }
    blocks.push(fileHeader(path, bytes.length), bytes, new Uint8Array(padding(bytes.length)))
  }
  return concatBytes(...blocks, new Uint8Array(2 * BLOCK))
}

/**
 * Reads what `writeUstar` writes, and the same from other writers of plain ustar. Refuses everything else with `handoff-malformed`
 * (`too-large` beyond the limits): links, devices, pax and GNU extensions, unclean paths, repeated names, anything but zeros in padding or after the end.
 */
export function readUstar(archive: Uint8Array, limits: TarLimits): readonly TarFile[] {
  try {
    return readAll(archive, limits)
  } catch (error) {
    throw error instanceof NotUstar ? malformed(error.message) : error
  }
}

function readAll(archive: Uint8Array, limits: TarLimits): readonly TarFile[] {
  if (archive.length % BLOCK !== 0) throw new NotUstar('its length is not a multiple of 512 bytes')
  const files = new Map<string, Uint8Array>()
  const folders = new Set<string>()
  let total = 0
  let at = 0
  for (;;) {
    if (at >= archive.length) throw new NotUstar('its end is missing')
    const block = archive.subarray(at, at + BLOCK)
    if (isZero(block)) break
    const entry = readHeader(block)
    at += BLOCK
    if (files.has(entry.path) || folders.has(entry.path)) throw new NotUstar(`the name ${entry.path} comes twice`)
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
    if (end > archive.length) throw new NotUstar(`it ends inside ${entry.path}`)
    if (!isZero(archive.subarray(at + entry.size, end)))
      throw new NotUstar(`there is something hidden behind ${entry.path}`)
    files.set(entry.path, archive.subarray(at, at + entry.size))
    at = end
  }
  if (archive.length - at < 2 * BLOCK) throw new NotUstar('its end is cut')
  if (!isZero(archive.subarray(at))) throw new NotUstar('there is something behind its end')
  for (const path of [...files.keys(), ...folders]) {
    if (foldersOf(path).some((folder) => files.has(folder))) throw new NotUstar(`${path} is inside a file`)
  }
  return [...files].map(([path, bytes]) => ({ path, bytes }))
}

function malformed(why: string) {
  return fail('handoff-malformed', `The archive is refused: ${why}.`, {
    remedy: 'Keep the file, install nothing of it, and ask for the hand-off again.',
  })
}

function tooLarge(what: string) {
  return fail('too-large', `The archive is refused: it holds ${what}.`)
}
