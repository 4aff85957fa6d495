import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A medium of which the end cannot be read any more: EIO in the kernel's own words. Needs root. */
export interface FailingDisk {
  readonly folder: string
  remove(): void
}

/** An ext4 image on a loop device: of these files the disk below loses everything but what was read before. */
export function mountFailingDisk(files: Readonly<Record<string, Uint8Array>>, whole: readonly string[]): FailingDisk {
  const base = mkdtempSync(join(tmpdir(), 'conclave-failing-'))
  const [image, folder] = [join(base, 'image'), join(base, 'medium')]
  writeFileSync(image, '')
  truncateSync(image, 24 << 20)
  execFileSync('mkdir', [folder])
  execFileSync('mkfs.ext4', ['-q', '-O', '^has_journal', '-E', 'lazy_itable_init=0', image], { stdio: 'pipe' })
  mount('-o', 'loop', image, folder)
  rmSync(join(folder, 'lost+found'), { recursive: true })
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes)
  execFileSync('umount', [folder])
  mount('-o', 'loop,ro,nosuid,nodev,noexec', image, folder)
  for (const name of whole) readFileSync(join(folder, name))
  truncateSync(image, 1 << 20)
  return {
    folder,
    remove() {
      execFileSync('umount', ['-l', folder])
      rmSync(base, { recursive: true, force: true })
    },
  }
}

function mount(...args: string[]): void {
  execFileSync('mount', args, { stdio: 'pipe' })
}
