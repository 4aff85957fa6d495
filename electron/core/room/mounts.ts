import type { HostTree } from './host-tree.ts'

export interface Mount {
  readonly device: string
  readonly at: string
  readonly fileSystem: string
  readonly options: readonly string[]
}

export const MOUNTS = '/proc/self/mounts'

/** proc_pid_mounts(5), fstab(5): space, tab, newline and backslash are written in octal. */
export function parseMounts(text: string): Mount[] {
  return text.split('\n').flatMap((line) => {
    const [device, at, fileSystem, options] = line.split(' ').map(unescape)
    if (device === undefined || at === undefined || fileSystem === undefined || options === undefined) return []
    return [{ device, at, fileSystem, options: options.split(',') }]
  })
}

/** The mount that a path without symbolic links lies on; of two at the same place, the later hides the earlier. */
export function mountOf(mounts: readonly Mount[], path: string): Mount | null {
  const over = mounts.filter(({ at }) => at === '/' || path === at || path.startsWith(`${at}/`))
  return over.toReversed().toSorted((a, b) => b.at.length - a.at.length)[0] ?? null
}

/** Null: not readable here. */
export function readMounts(tree: HostTree): Mount[] | null {
  const text = tree.text(MOUNTS)
  return text === null ? null : parseMounts(text)
}

function unescape(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
}
