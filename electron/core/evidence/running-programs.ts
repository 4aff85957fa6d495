import { existsSync, readdirSync } from 'node:fs'
import { realpath } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { HostTree } from '../room/host-tree.ts'
import { hashFile } from './hash-file.ts'

interface HashedFile {
  readonly path: string
  readonly sha256: string | null
  readonly size: number | null
}

interface HashedPrograms {
  /** The folder of the program, ceremonies, package.json and the lock file; run from source, electron/ and shared/. */
  readonly build: readonly HashedFile[]
  readonly processes: readonly { readonly pid: number; readonly name: string; readonly files: readonly HashedFile[] }[]
}

/** SHA-256 of what this program consists of, and of every file that its processes have mapped to run it. */
export async function hashPrograms(
  hsms: readonly { readonly pid: number | undefined; readonly modulePath: string }[],
  tree: HostTree,
): Promise<HashedPrograms> {
  const known = new Map<string, HashedFile>()
  const hashed = async (path: string): Promise<HashedFile> => {
    const done = known.get(path) ?? (await hashOrNull(path))
    known.set(path, done)
    return done
  }
  const all = async (paths: readonly string[]): Promise<HashedFile[]> => {
    const files: HashedFile[] = []
    for (const path of paths) files.push(await hashed(path))
    return files
  }
  const processes = [{ pid: process.pid, name: 'core', also: [process.execPath] }]
  for (const { pid, modulePath } of hsms) {
    if (pid !== undefined) processes.push({ pid, name: 'hsm', also: [modulePath] })
  }
  const described = []
  for (const { pid, name, also } of processes) {
    const paths = [...new Set([...also, ...mappedPrograms(tree, pid)])].toSorted()
    described.push({ pid, name, files: await all(paths) })
  }
  return { build: await all(buildFiles()), processes: described }
}

/** proc_pid_maps(5): files that a process has mapped executable. */
function mappedPrograms(tree: HostTree, pid: number): string[] {
  const lines = tree.text(`/proc/${String(pid)}/maps`)?.split('\n') ?? []
  return lines.flatMap((line) => {
    const [, rights, path] = /^\S+ (\S{4}) \S+ \S+ \S+\s+(\/.*)$/.exec(line) ?? []
    return rights?.[2] === 'x' && path !== undefined ? [path] : []
  })
}

function buildFiles(): string[] {
  const root = projectRoot()
  // Bundled, the program is the folder that it runs from.
  const own = import.meta.filename.endsWith('.ts')
    ? [join(root, 'electron'), join(root, 'shared')]
    : [import.meta.dirname]
  const inFolders = [...own, join(root, 'ceremonies')].flatMap((folder) =>
    !existsSync(folder)
      ? []
      : readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
          entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
        ),
  )
  const single = ['package.json', 'package-lock.json']
    .map((name) => join(root, name))
    .filter((path) => existsSync(path))
  return [...inFolders, ...single].toSorted()
}

/** The nearest folder above this program that has a package.json. */
function projectRoot(): string {
  let folder = import.meta.dirname
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder)
  return folder
}

/** Null where it cannot be read any more: a library may have been replaced since it was loaded. */
async function hashOrNull(path: string): Promise<HashedFile> {
  try {
    return { path, ...(await hashFile(await realpath(path))) }
  } catch {
    return { path, sha256: null, size: null }
  }
}
