import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { slugOf } from '../../../shared/people/names.ts'

/** A name as a folder below `parent` that does not exist yet. */
export function folderName(parent: string, name: string, otherwise: string): string {
  const base = slugOf(name) || otherwise
  let folder = base
  for (let number = 2; existsSync(join(parent, folder)); number++) folder = `${base}-${String(number)}`
  return folder
}
