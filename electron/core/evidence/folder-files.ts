import { constants } from 'node:fs'
import { lstat, open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fail, OperationError } from '../../../shared/failure.ts'
import { errorCode } from '../files/disk-failure.ts'

const MAX_FILES = 50_000
const SMALL = 64 << 20

/**
 * Paths of all plain files below a folder, sorted. Fails with evidence-malformed for links, devices and pipes, file-not-found and
 * file-unreadable.
 */
export async function filesBelow(root: string): Promise<string[]> {
  const files: string[] = []
  const folders = ['']
  try {
    if (!(await lstat(root)).isDirectory()) throw fail('file-unreadable', `"${root}" is not a folder.`)
    for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
      for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
        const path = folder === '' ? entry.name : `${folder}/${entry.name}`
        if (entry.isDirectory()) folders.push(path)
        else if (entry.isFile()) files.push(path)
        else throw fail('evidence-malformed', `${JSON.stringify(path)} is neither a file nor a folder.`)
        if (files.length + folders.length > MAX_FILES)
          throw fail('too-large', `"${root}" holds more than ${String(MAX_FILES)} files.`)
      }
    }
  } catch (error) {
    throw asFailure(error, root)
  }
  return files.toSorted((a, b) => (a < b ? -1 : 1))
}

/** A small file of a package, whole. Fails with evidence-malformed where it is missing, too-large, file-unreadable. */
export async function readSmall(root: string, path: string): Promise<Uint8Array> {
  try {
    const file = await open(join(root, path), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    try {
      const status = await file.stat()
      if (!status.isFile()) throw fail('evidence-malformed', `${path} is no file.`)
      if (status.size > SMALL) throw fail('too-large', `${path} has more than ${String(SMALL)} bytes.`)
      return new Uint8Array(await file.readFile())
    } finally {
      await file.close()
    }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') throw fail('evidence-malformed', `${path} is missing.`, { cause: error })
    throw asFailure(error, join(root, path))
  }
}

function asFailure(error: unknown, path: string): OperationError {
  if (error instanceof OperationError) return error
  const code = errorCode(error)
  if (code === 'ENOENT')
    return fail('file-not-found', `There is nothing at "${path}".`, { remedy: 'Check the name and the medium.' })
  return fail('file-unreadable', `"${path}" cannot be read (${code}).`, { remedy: 'Check the medium.', cause: error })
}
