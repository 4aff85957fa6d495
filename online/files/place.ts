import { lstatSync, mkdirSync, readdirSync, readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { bytesToHex, sha256Hex } from '../../shared/bytes.ts'
import { fail, OperationError } from '../../shared/failure.ts'
import { errorCode, writeFailure } from '../../electron/core/files/disk-failure.ts'
import { syncFolder, writeDurably } from '../../electron/core/files/durable-file.ts'
import { readFileCapped } from '../../electron/core/files/host-files.ts'
import { replaceFile } from '../../electron/core/files/replace-file.ts'
import { hostRandom } from '../../electron/core/random.ts'
import type { Generation, GenerationFile } from '../state/journal.ts'
import type { Store } from '../state/store.ts'
import { named } from './generation.ts'

/** Where the files of a target lie. */
export interface Place {
  readonly folder: string
  readonly publish: 'link' | 'files'
}

const CURRENT = 'current'
const GENERATIONS = '.conclave'
const MAX_FILE_BYTES = 256 * 1024 * 1024

/** The folder in which the files of this target are found by its service. */
export function servedFolder({ folder, publish }: Place): string {
  return publish === 'link' ? join(folder, CURRENT) : folder
}

/** Which of these files are there with these contents. */
export function present(place: Place, { files }: Pick<Generation, 'files'>): readonly GenerationFile[] {
  return files.filter((file) => isThere(join(servedFolder(place), file.name), file))
}

export function isInPlace(place: Place, generation: Generation): boolean {
  return present(place, generation).length === generation.files.length
}

function isThere(path: string, { sha256, link }: GenerationFile): boolean {
  try {
    if (link !== null) return readlinkSync(path) === link
    return sha256Hex(readFileCapped(path, MAX_FILE_BYTES)) === sha256
  } catch (error) {
    if (error instanceof OperationError || errorCode(error) !== 'unknown') return false
    throw error
  }
}

/** What was there before the first hand-off, under the names that the target will have; null when nothing was. */
export function adopt(place: Place, names: readonly string[], store: Store): Generation | null {
  refuseRealFolder(place)
  const files = names.flatMap((name): GenerationFile[] => {
    const path = join(servedFolder(place), name)
    const status = lstatSync(path, { throwIfNoEntry: false })
    if (status === undefined) return []
    if (status.isSymbolicLink()) return [{ name, sha256: null, link: readlinkSync(path), mode: 0 }]
    return [{ name, sha256: store.keep(readFileCapped(path, MAX_FILE_BYTES)), link: null, mode: status.mode & 0o777 }]
  })
  return files.length === 0 ? null : named(files, null)
}

function refuseRealFolder({ folder, publish }: Place): void {
  if (publish === 'files') return
  const path = join(folder, CURRENT)
  const status = lstatSync(path, { throwIfNoEntry: false })
  if (status === undefined || status.isSymbolicLink()) return
  throw fail('target-not-ready', `${path} is there and is no link.`, {
    remedy: 'Move it away, or let the target publish "files".',
  })
}

/**
 * Puts `to` in the place of `from`; null is nothing. Done again after a stop it ends the same. `link`: one rename changes everything.
 * `files`: each file changes by a rename of its own. Fails with `disk-full`, `disk-read-only`, `file-not-writable`.
 */
export function putInPlace(place: Place, from: Generation | null, to: Generation | null, store: Store): void {
  try {
    refuseRealFolder(place)
    if (place.publish === 'link') putLink(place.folder, to, store)
    else putFiles(place.folder, from, to, store)
  } catch (error) {
    throw error instanceof OperationError ? error : writeFailure(error, `"${place.folder}"`)
  }
}

function putLink(folder: string, to: Generation | null, store: Store): void {
  const current = join(folder, CURRENT)
  if (to === null) {
    rmSync(current, { force: true })
    syncFolder(folder)
    return
  }
  const made = makeFolderOf(join(folder, GENERATIONS), to, store)
  linkAtomically(join(GENERATIONS, made), current)
}

/** A folder with exactly this generation: the one that is there and whole, or a new one, which gets its name when it is whole. */
function makeFolderOf(root: string, generation: Generation, store: Store): string {
  mkdirSync(root, { recursive: true })
  for (let copy = 0; ; copy++) {
    const name = copy === 0 ? generation.id : `${generation.id}-${copy}`
    const path = join(root, name)
    if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) {
      if (generation.files.every((file) => isThere(join(path, file.name), file))) return name
      continue
    }
    const partial = join(root, `.${name}.${suffix()}`)
    for (const file of generation.files) writeOne(join(partial, file.name), file, store)
    syncTree(partial)
    renameSync(partial, path)
    syncFolder(root)
    return name
  }
}

function writeOne(path: string, { sha256, link, mode }: GenerationFile, store: Store): void {
  mkdirSync(dirname(path), { recursive: true })
  if (link !== null) symlinkSync(link, path)
  else if (sha256 !== null) writeDurably(path, store.kept(sha256), mode)
}

function syncTree(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) syncTree(join(folder, entry.name))
  syncFolder(folder)
}

function putFiles(folder: string, from: Generation | null, to: Generation | null, store: Store): void {
  for (const file of to?.files ?? []) {
    const path = join(folder, file.name)
    if (isThere(path, file)) continue
    mkdirSync(dirname(path), { recursive: true })
    if (file.link !== null) linkAtomically(file.link, path)
    else if (file.sha256 !== null) replaceFile(path, store.kept(file.sha256), file.mode)
  }
  const staying = new Set(to?.files.map(({ name }) => name))
  for (const { name } of from?.files ?? []) {
    if (staying.has(name)) continue
    rmSync(join(folder, name), { force: true })
    syncFolder(dirname(join(folder, name)))
  }
}

function linkAtomically(target: string, path: string): void {
  const partial = join(dirname(path), `.${basename(path)}.${suffix()}`)
  symlinkSync(target, partial)
  renameSync(partial, path)
  syncFolder(dirname(path))
}

/** Removes what nothing leads back to any more, and what a stop left half made. */
export function prunePlace(place: Place, keep: readonly (Generation | null)[]): void {
  if (place.publish === 'link') pruneGenerations(place.folder, keep)
  const served = keep.flatMap((generation) => generation?.files ?? []).map(({ name }) => join(place.folder, name))
  const paths = place.publish === 'link' ? [join(place.folder, CURRENT)] : served
  for (const folder of new Set(paths.map(dirname))) {
    for (const name of namesIn(folder)) {
      const of = /^\.(.+)\.[0-9a-f]{12}\.partial$/.exec(name)?.[1]
      if (of !== undefined && paths.includes(join(folder, of))) rmSync(join(folder, name), { force: true })
    }
  }
}

function pruneGenerations(folder: string, keep: readonly (Generation | null)[]): void {
  const ids = keep.flatMap((generation) => (generation === null ? [] : [generation.id]))
  const current = join(folder, CURRENT)
  const isLink = lstatSync(current, { throwIfNoEntry: false })?.isSymbolicLink() === true
  const served = isLink ? basename(readlinkSync(current)) : null
  for (const name of namesIn(join(folder, GENERATIONS))) {
    const isKept = name === served || ids.some((id) => name === id || name.startsWith(`${id}-`))
    if (!isKept) rmSync(join(folder, GENERATIONS, name), { recursive: true, force: true })
  }
}

function namesIn(folder: string): readonly string[] {
  return lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() === true ? readdirSync(folder) : []
}

function suffix(): string {
  return `${bytesToHex(hostRandom(6))}.partial`
}
