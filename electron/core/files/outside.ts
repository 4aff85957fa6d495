import { existsSync, realpathSync } from 'node:fs'
import { dirname, relative, resolve, sep } from 'node:path'
import { fail } from '../../../shared/failure.ts'

/** Throws invalid-request when `path`, which need not exist, lies in `folder` once links are followed. */
export function assertOutside(path: string, folder: string): void {
  const from = relative(real(folder), real(path))
  const inside = from === '' || (from !== '..' && !from.startsWith(`..${sep}`) && resolve(from) !== from)
  if (!inside) return
  throw fail('invalid-request', 'This folder lies in the copy that is open to be read. Nothing is written there.', {
    remedy: 'Choose a folder elsewhere.',
  })
}

/** The part of it that exists, with links followed. */
function real(path: string): string {
  let at = resolve(path)
  while (!existsSync(at) && dirname(at) !== at) at = dirname(at)
  return realpathSync(at)
}
