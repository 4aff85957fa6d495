import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs'
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
    removeIfPresent(path)
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

export function removeIfPresent(path: string): void {
  rmSync(path, { force: true })
}

function closeQuietly(descriptor: number): void {
  try {
    closeSync(descriptor)
  } catch {
    // It was closed already, or closing is what failed: the first error is the one to report.
  }
}
