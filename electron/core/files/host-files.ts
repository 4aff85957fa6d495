import { closeSync, constants, fstatSync, linkSync, openSync, readSync, renameSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { bytesToHex } from '../../../shared/bytes.ts'
import { fail, type OperationError } from '../../../shared/failure.ts'
import { hostRandom } from '../random.ts'
import { removeQuietly, syncFolder, writeDurably } from './durable-file.ts'
import { errorCode, writeFailure } from './disk-failure.ts'

/**
 * The whole file or none, on the disk when this returns. Never overwrites: `file-exists`. Also `file-not-writable`
 * (no such folder), `disk-full`, `disk-read-only`.
 */
export function writeNewFile(path: string, bytes: Uint8Array, mode = 0o644): void {
  const folder = dirname(path)
  const partial = join(folder, `.${basename(path)}.${bytesToHex(hostRandom(6))}.partial`)
  try {
    writeDurably(partial, bytes, mode)
    publish(partial, path)
    syncFolder(folder)
  } catch (error) {
    throw writeFailure(error, `"${path}"`)
  } finally {
    removeQuietly(partial)
  }
}

/** At most `maxBytes`: `file-too-large` beyond. Also `file-not-found` and `file-unreadable`, for folders and devices too. */
export function readFileCapped(path: string, maxBytes: number): Uint8Array {
  let descriptor: number
  try {
    // Without O_NONBLOCK, opening a named pipe would wait for ever.
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch (error) {
    throw readFailure(path, error)
  }
  try {
    const status = fstatSync(descriptor)
    if (!status.isFile()) throw fail('file-unreadable', `"${path}" is not a file.`, { remedy: 'Choose a file.' })
    if (status.size > maxBytes) throw tooLarge(path, maxBytes)
    return readAll(descriptor, path, maxBytes)
  } finally {
    closeSync(descriptor)
  }
}

function readAll(descriptor: number, path: string, maxBytes: number): Uint8Array {
  const chunks: Uint8Array[] = []
  let total = 0
  try {
    for (;;) {
      const chunk = new Uint8Array(Math.min(maxBytes - total + 1, 1 << 20))
      const length = readSync(descriptor, chunk)
      if (length === 0) return new Uint8Array(Buffer.concat(chunks))
      chunks.push(chunk.subarray(0, length))
      total += length
      // The size that was looked at may have grown since.
      if (total > maxBytes) break
    }
  } catch (error) {
    throw readFailure(path, error)
  }
  throw tooLarge(path, maxBytes)
}

/** A hard link gives a name to a finished file and refuses a name that is taken, in one step. */
function publish(partial: string, path: string): void {
  try {
    linkSync(partial, path)
  } catch (error) {
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(errorCode(error))) throw error
    // FAT and exFAT media have no links: take the name first, then replace our own empty file.
    closeSync(openSync(path, 'wx'))
    renameSync(partial, path)
  }
}

export function readFailure(path: string, cause: unknown): OperationError {
  const code = errorCode(cause)
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return fail('file-not-found', `There is no file "${path}".`, { remedy: 'Check the name and the medium.', cause })
  }
  return fail('file-unreadable', `"${path}" cannot be read (${code}).`, {
    remedy: 'Check the permissions and the medium.',
    cause,
  })
}

function tooLarge(path: string, maxBytes: number) {
  return fail('file-too-large', `"${path}" is larger than ${maxBytes} bytes, the most that is accepted here.`, {
    remedy: 'Check that this is the file you meant.',
    detail: { limit: maxBytes },
  })
}
