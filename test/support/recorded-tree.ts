import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type HostTree, hostTree } from '../../electron/core/room/host-tree.ts'

const VECTORS = join(import.meta.dirname, '../vectors/room')

/** A tree of test/vectors/room, unpacked into an empty folder: "=== path", then its text; or "=== path -> target". */
export function recordedTree(name: string, folder: string): HostTree {
  const [, ...files] = readFileSync(join(VECTORS, `${name}.txt`), 'utf8').split(/^=== /m)
  for (const file of files) {
    const [heading = '', ...lines] = file.split('\n')
    const [path = '', target] = heading.split(' -> ')
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    if (target === undefined) writeFileSync(join(folder, path), lines.join('\n'))
    else symlinkSync(target, join(folder, path))
  }
  return hostTree(folder)
}
