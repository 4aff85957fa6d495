import { renameSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { bytesToHex } from '../../../shared/bytes.ts'
import { hostRandom } from '../random.ts'
import { writeFailure } from './disk-failure.ts'
import { removeQuietly, syncFolder, writeDurably } from './durable-file.ts'

/** The new content or the old one, whatever happens meanwhile. Throws disk-full, disk-read-only, file-not-writable. */
export function replaceFile(path: string, bytes: Uint8Array, mode = 0o644): void {
  const folder = dirname(path)
  const partial = join(folder, `.${basename(path)}.${bytesToHex(hostRandom(6))}.partial`)
  try {
    writeDurably(partial, bytes, mode)
    renameSync(partial, path)
    syncFolder(folder)
  } catch (error) {
    throw writeFailure(error, `"${path}"`)
  } finally {
    removeQuietly(partial)
  }
}
