import { link, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fail, type FailureCode } from '../../shared/failure.ts'

const FAILURES: Readonly<Record<string, readonly [FailureCode, string, string]>> = {
  EEXIST: ['file-exists', 'A file of this name exists. It was not changed.', 'Choose another name.'],
  ENOSPC: ['disk-full', 'The medium is full. Nothing was left on it.', 'Make room or choose another medium.'],
  EROFS: ['disk-read-only', 'The medium is read-only.', 'Choose another medium.'],
}

/** FAT and exFAT have no links. */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'])

/**
 * The whole file under its name or none, on the disk when this returns. Never replaces one: file-exists. Also disk-full,
 * disk-read-only, file-not-writable.
 */
export async function writeNewFile(path: string, content: Uint8Array): Promise<void> {
  const partial = join(dirname(path), `.${basename(path)}.${String(process.pid)}-${String(performance.now())}.partial`)
  try {
    await writeDurably(partial, content)
    await publish(partial, path)
    await syncFolder(dirname(path))
  } catch (error) {
    const known = FAILURES[codeOf(error)] ?? [
      'file-not-writable',
      'The file could not be written.',
      'Choose another folder.',
    ]
    throw fail(known[0], known[1], { remedy: known[2], detail: { path }, cause: error })
  } finally {
    await rm(partial, { force: true }).catch(() => undefined)
  }
}

async function writeDurably(path: string, content: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** A hard link gives a name to a finished file and refuses a name that is taken, in one step. */
async function publish(partial: string, path: string): Promise<void> {
  try {
    await link(partial, path)
  } catch (error) {
    if (!NO_LINKS.has(codeOf(error))) throw error
    // Take the name first, then replace our own empty file.
    await (await open(path, 'wx', 0o600)).close()
    await rename(partial, path)
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } catch (error) {
    // Some file systems cannot sync a folder, and say so with EINVAL.
    if (codeOf(error) !== 'EINVAL') throw error
  } finally {
    await folder.close()
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
