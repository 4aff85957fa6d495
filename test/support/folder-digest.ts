import { createHash } from 'node:crypto'
import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Over every name, kind, size, time of change and byte below a folder: anything that was written there changes it. */
export function folderDigest(folder: string): string {
  const hash = createHash('sha256')
  for (const name of readdirSync(folder, { recursive: true }).map(String).toSorted()) {
    const path = join(folder, name)
    const status = lstatSync(path, { bigint: true })
    hash.update(`${name} ${String(status.mode)} ${String(status.size)} ${String(status.mtimeNs)}\n`)
    if (status.isFile()) hash.update(readFileSync(path))
  }
  return hash.digest('hex')
}
