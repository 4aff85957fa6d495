import { closeSync, fsyncSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { errorCode } from './disk-failure.ts'

// These throw what node:fs throws: the callers know what the file is and say so.

/** A new file whose content is on the disk when this returns. On failure no file is left. */
export function writeDurably(path: string, bytes: Uint8Array, mode: number): void {
  const descriptor = openSync(path, 'wx', mode)
  try {
    let written = 0
    while (written < bytes.length) written += writeSync(descriptor, bytes, written)
    fsyncSync(descriptor)
    closeSync(descriptor)
  } catch (error) {
    closeQuietly(descriptor)
    removeQuietly(path)
    throw error
  }
}

/** Makes the names in a folder durable: a new file is not safe before its folder is. */
export function syncFolder(path: string): void {
  const descriptor = openSync(path, 'r')
  try {
    fsyncSync(descriptor)
  } catch (error) {
    // Some file systems cannot sync a folder, and say so with EINVAL.
    if (errorCode(error) !== 'EINVAL') throw error
  } finally {
    closeSync(descriptor)
  }
}

/** At once: a few threads do it, and a journal takes together what comes together. */
const AT_ONCE = 8

/** Makes the content of many files, or the names in many folders, durable: much faster than one after another. */
export async function syncTogether(paths: readonly string[], what: 'files' | 'folders'): Promise<void> {
  const waiting = [...paths]
  const work = async (): Promise<void> => {
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) await sync(path, what === 'folders')
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
}

async function sync(path: string, isFolder: boolean): Promise<void> {
  const handle = await open(path, isFolder ? 'r' : 'r+')
  try {
    await handle.sync()
  } catch (error) {
    // As in syncFolder.
    if (!isFolder || errorCode(error) !== 'EINVAL') throw error
  } finally {
    await handle.close()
  }
}

/** Makes a folder unless it is there. Its parent must be: `recursive` would report a read-only disk as ENOENT. */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path)
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
  }
}

/** For what a failure may have left: the failure itself is what has to be reported, not this. */
export function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {
    // See above.
  }
}

function closeQuietly(descriptor: number): void {
  try {
    closeSync(descriptor)
  } catch {
    // It was closed already, or closing is what failed: the first error is the one to report.
  }
}
