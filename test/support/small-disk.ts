import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Mounting needs root; the tests that need it say so by name where they cannot run. */
export const canMount = process.getuid?.() === 0 && process.platform === 'linux' && mountWorks()

/** A real file system of a fixed size, so that "disk full" and "read-only" are the kernel's words and not a mock's. */
export interface SmallDisk {
  readonly folder: string
  makeReadOnly(): void
  makeWritable(): void
  remove(): void
}

export function mountSmallDisk(size: string): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'conclave-disk-'))
  mount('-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder)
  return {
    folder,
    makeReadOnly: () => mount('-o', 'remount,ro', folder),
    makeWritable: () => mount('-o', 'remount,rw', folder),
    remove() {
      execFileSync('umount', ['-l', folder])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function mount(...args: string[]): void {
  execFileSync('mount', args, { stdio: 'pipe' })
}

function mountWorks(): boolean {
  try {
    mountSmallDisk('64k').remove()
    return true
  } catch {
    return false
  }
}
