import { mkdirSync, rmSync, statfsSync } from 'node:fs'
import { freemem, tmpdir } from 'node:os'
import { join } from 'node:path'
import { removeLeftovers } from '../setup/leftovers.mjs'

const MEMORY_DISK = '/dev/shm'
const GIB = 2 ** 30
/** Tests together hold less than one of them at a time. */
const WANTED = { space: 4 * GIB, memory: 8 * GIB }

/**
 * Where tests put their temporary files: in memory where there is plenty, else where the system puts them. Tests wait for
 * the disk thousands of times, and a process that is killed needs none; those about disks mount their own.
 * @returns {{ folder: string, remove: () => void }}
 */
export function scratchFolder() {
  if (!hasMemoryDisk()) return { folder: tmpdir(), remove: () => undefined }
  const folder = join(MEMORY_DISK, `conclave-test-${process.pid}`)
  // Tests that drop to another user have to find their own folder in it.
  mkdirSync(folder, { mode: 0o711 })
  return { folder, remove: () => removeAsFarAsPossible(() => rmSync(folder, { recursive: true, force: true })) }
}

function hasMemoryDisk() {
  removeAsFarAsPossible(() => removeLeftovers(MEMORY_DISK, /^conclave-test-(\d+)$/))
  try {
    const { bavail, bsize } = statfsSync(MEMORY_DISK)
    return bavail * bsize >= WANTED.space && freemem() >= WANTED.memory
  } catch {
    return false
  }
}

/** A test that was killed may have left a mount; that is no reason to fail. @param {() => void} remove */
function removeAsFarAsPossible(remove) {
  try {
    remove()
  } catch {
    // The next run tries again.
  }
}
