import { join } from 'node:path'
import type { FacilityLayout } from '../facility/layout.ts'
import { readFileCapped, writeNewFile } from '../files/host-files.ts'

const SHARE_FILE_LIMIT = 16_384

/** Where the sealed share of a person lies: in the facility, or in a folder of a medium of their own. */
export function shareFilePath(layout: FacilityLayout, person: string, set: string, ownMedia?: string): string {
  return join(ownMedia ?? join(layout.root, 'people'), `${person}.${set.slice(0, 8)}.share.json`)
}

/** Readable by the console's user only; never over another one. Fails as `writeNewFile`. */
export function writeShareFile(path: string, file: Uint8Array): void {
  writeNewFile(path, file, 0o600)
}

/** Fails as `readFileCapped`. */
export function readShareFile(path: string): Uint8Array {
  return readFileCapped(path, SHARE_FILE_LIMIT)
}
