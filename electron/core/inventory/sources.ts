import { closeSync, constants, fstatSync, lstatSync, openSync, readdirSync, readSync, type Stats } from 'node:fs'
import { basename, join } from 'node:path'
import { fail } from '../../../shared/failure.ts'
import type { SourceKind } from '../../../shared/inventory/inventory.ts'
import { errorCode } from '../files/disk-failure.ts'
import { sniff } from './sniff.ts'

/** A file that rows are read from. */
export interface Source {
  /** How it is told: relative to the folder that was given, else its own name. */
  readonly name: string
  readonly path: string
  readonly size: number
  readonly kind: SourceKind
}

const MOST_FILES = 100_000
const HEAD = 65_536
/** Rules for labels lie beside what they are for; they are no certificates. */
export const LABELS_ENDING = '.labels.yaml'

/**
 * Every file that is named, and every file in every folder that is named, in the order of their names. Links are not followed. Throws
 * file-not-found, file-unreadable, too-large.
 */
export function listSources(paths: readonly string[]): Source[] {
  const found: { name: string; path: string }[] = []
  for (const path of paths) {
    const status = statusOf(path)
    if (status.isDirectory()) walk(path, '', found)
    else found.push({ name: basename(path), path })
  }
  const used = new Map<string, number>()
  return found.map(({ name, path }) => {
    const times = (used.get(name) ?? 0) + 1
    used.set(name, times)
    return describe(times === 1 ? name : `${name} (${String(times)})`, path)
  })
}

function walk(root: string, under: string, found: { name: string; path: string }[]): void {
  const entries = readdirSync(join(root, under), { withFileTypes: true })
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const name = under === '' ? entry.name : `${under}/${entry.name}`
    if (entry.isDirectory()) walk(root, name, found)
    else if (entry.isFile() && !name.endsWith(LABELS_ENDING)) found.push({ name, path: join(root, name) })
    if (found.length > MOST_FILES)
      throw fail('too-large', `"${root}" holds more than ${String(MOST_FILES)} files.`, {
        remedy: 'Put many certificates into one file: PEM or DER, one after another.',
      })
  }
}

function describe(name: string, path: string): Source {
  const descriptor = openSource(path)
  try {
    const status = fstatSync(descriptor)
    if (!status.isFile()) throw fail('file-unreadable', `"${path}" is not a file.`, { remedy: 'Choose a file.' })
    const head = Buffer.alloc(Math.min(HEAD, status.size))
    const length = readSync(descriptor, head, 0, head.length, 0)
    return { name, path, size: status.size, kind: sniff(head.subarray(0, length), status.size) }
  } finally {
    closeSync(descriptor)
  }
}

/** Opens a regular file to read it. Throws file-not-found, file-unreadable. */
export function openSource(path: string): number {
  try {
    // Without O_NONBLOCK, opening a named pipe would wait for ever.
    return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch (cause) {
    throw unreadable(path, cause)
  }
}

function statusOf(path: string): Stats {
  try {
    return lstatSync(path)
  } catch (cause) {
    throw unreadable(path, cause)
  }
}

export function unreadable(path: string, cause: unknown): Error {
  const code = errorCode(cause)
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return fail('file-not-found', `There is no file "${path}".`, { remedy: 'Check the name and the medium.', cause })
  return fail('file-unreadable', `"${path}" cannot be read (${code}).`, {
    remedy: 'Check the permissions and the medium. What was read before is kept: import again with --resume.',
    cause,
  })
}
