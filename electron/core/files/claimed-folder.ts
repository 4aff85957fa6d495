import { existsSync, mkdirSync, readdirSync, rmdirSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fail } from '../../../shared/failure.ts'
import { writeFailure } from './disk-failure.ts'

/** A folder that was new or empty when it was claimed, so that everything in it is ours to remove. */
export class ClaimedFolder {
  readonly path: string
  /** The topmost folder that claiming made; null when the folder was there, empty. */
  readonly #made: string | null

  private constructor(path: string, made: string | null) {
    this.path = path
    this.#made = made
  }

  /** `facility-exists` for a folder with anything in it, `file-exists` for a file; nothing is changed then. */
  static claim(path: string): ClaimedFolder {
    if (existsSync(path) && !statSync(path).isDirectory()) {
      throw fail('file-exists', `${path} is a file. Nothing was changed.`, { remedy: 'Choose a new folder.' })
    }
    if (existsSync(path) && readdirSync(path).length > 0) {
      throw fail('facility-exists', `${path} is not empty. Nothing was changed.`, { remedy: 'Choose a new folder.' })
    }
    try {
      return new ClaimedFolder(path, makeFolders(path))
    } catch (error) {
      throw writeFailure(error, `The folder ${path}`)
    }
  }

  /** As it was before. */
  remove(): void {
    for (const name of readdirSync(this.path))
      rmSync(join(this.path, name), { recursive: true, force: true, maxRetries: 3 })
    if (this.#made === null) return
    for (let at = this.path; at.startsWith(this.#made); at = dirname(at)) rmdirSync(at)
  }
}

/** The topmost folder that was made, or null. One by one: `recursive` of Node never ends on file systems that make none. */
function makeFolders(path: string): string | null {
  const missing: string[] = []
  for (let at = path; !existsSync(at); at = dirname(at)) missing.unshift(at)
  for (const folder of missing) mkdirSync(folder)
  return missing[0] ?? null
}
