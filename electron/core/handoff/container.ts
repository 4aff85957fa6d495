import { constants } from 'node:fs'
import { lstat, open, readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'

import { fail, OperationError } from '../../../shared/failure.ts'
import { pathProblem } from '../../../shared/handoff/names.ts'
import { readUstar, type TarFile, type TarLimits } from './ustar.ts'

/** A hand-off as it was found: nothing of it is trusted yet. Paths are relative to its folder. */
export interface HandoffContainer {
  /** The folder inside the archive, which must be the name of the hand-off; null for a folder, which people may rename. */
  readonly archivedName: string | null
  readonly files: ReadonlyMap<string, Uint8Array>
}

/** Room for a CRL of a million entries several times over; everything is held in memory. */
export const HANDOFF_LIMITS: TarLimits = {
  maxFiles: 2500,
  maxFileBytes: 128 * 1024 * 1024,
  maxTotalBytes: 512 * 1024 * 1024,
}

/**
 * Reads a hand-off from its folder or its `.tar`, with bounds on everything. Fails with `file-not-found`, `file-unreadable`,
 * `too-large`, and `handoff-malformed` for links, devices and names that no hand-off has.
 */
export async function readHandoff(path: string, limits: TarLimits = HANDOFF_LIMITS): Promise<HandoffContainer> {
  try {
    const status = await lstat(path)
    if (status.isDirectory()) return { archivedName: null, files: filesByPath(await readFolder(path, limits)) }
    if (!status.isFile()) throw malformed(`${basename(path)} is neither a folder nor a file`)
    return unpack(readUstar(await readWhole(path, limits.maxTotalBytes * 2), limits))
  } catch (error) {
    throw asFailure(error, path)
  }
}

function unpack(entries: readonly TarFile[]): HandoffContainer {
  const names = new Set(entries.map((entry) => entry.path.split('/')[0] ?? ''))
  const [name, ...others] = names
  if (name === undefined || others.length > 0 || entries.some((entry) => !entry.path.includes('/'))) {
    throw malformed('the archive does not hold exactly one folder')
  }
  const files = entries.map((entry) => ({ path: entry.path.slice(name.length + 1), bytes: entry.bytes }))
  return { archivedName: name, files: filesByPath(files) }
}

function filesByPath(files: readonly TarFile[]): ReadonlyMap<string, Uint8Array> {
  for (const { path } of files) {
    const problem = pathProblem(path)
    if (problem !== null) throw malformed(`the file name ${JSON.stringify(path.slice(0, 120))} ${problem}`)
  }
  return new Map(files.map(({ path, bytes }) => [path, bytes]))
}

async function readFolder(root: string, limits: TarLimits): Promise<TarFile[]> {
  const files: TarFile[] = []
  const folders = ['']
  let entries = 0
  let total = 0
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (++entries > limits.maxFiles) throw tooLarge(`more than ${limits.maxFiles} files`)
      if (entry.isDirectory()) folders.push(path)
      else if (entry.isFile()) {
        const bytes = await readWhole(join(root, path), limits.maxFileBytes)
        total += bytes.length
        if (total > limits.maxTotalBytes) throw tooLarge(`more than ${limits.maxTotalBytes} bytes`)
        files.push({ path, bytes })
      } else throw malformed(`${JSON.stringify(path)} is neither a file nor a folder`)
    }
  }
  return files
}

/** O_NOFOLLOW: a link put there between the look and the opening is not followed. */
async function readWhole(path: string, maxBytes: number): Promise<Uint8Array> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW)
  try {
    if ((await file.stat()).size > maxBytes) throw tooLarge(`a file of more than ${maxBytes} bytes`)
    return await file.readFile()
  } finally {
    await file.close()
  }
}

function asFailure(error: unknown, path: string): OperationError {
  if (error instanceof OperationError) return error
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return fail('file-not-found', `There is no hand-off at ${path}.`, {
      remedy: 'Give the path of the folder or of the .tar file.',
      cause: error,
    })
  }
  if (code === 'ELOOP') return malformed('a link was put in the place of a file')
  return fail('file-unreadable', `The hand-off at ${path} cannot be read.`, {
    remedy: 'Check the permissions and the medium, then try again.',
    cause: error,
  })
}

function malformed(why: string): OperationError {
  return fail('handoff-malformed', `The hand-off is refused: ${why}.`, {
    remedy: 'Keep it, install nothing of it, and ask for the hand-off again.',
  })
}

function tooLarge(what: string): OperationError {
  return fail('too-large', `The hand-off is refused: it holds ${what}.`)
}
