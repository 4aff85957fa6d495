import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

export const checkout = resolve(import.meta.dirname, '..', '..')

/** A folder with some of this project's own configuration, in which a test may break every rule. */
export class ScratchProject {
  readonly folder = mkdtempSync(join(tmpdir(), 'conclave-scratch-'))

  constructor(copied: readonly string[]) {
    for (const path of copied) cpSync(join(checkout, path), join(this.folder, path), { recursive: true })
    symlinkSync(join(checkout, 'node_modules'), join(this.folder, 'node_modules'))
  }

  put(path: string, source: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true })
    writeFileSync(join(this.folder, path), `${source}\n`)
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}
