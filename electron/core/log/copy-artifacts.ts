import { cpSync, existsSync } from 'node:fs'
import { writeFailure } from '../files/disk-failure.ts'

/** The files that entries name, into a new folder; without those whose SHA-256 is in `leftOut`, and without what was never whole. Throws disk-full. */
export function copyArtifacts(from: string, to: string, leftOut: ReadonlySet<string> = new Set()): void {
  if (!existsSync(from)) return
  const filter = (path: string): boolean => !path.endsWith('incoming') && !leftOut.has(path.slice(-64))
  try {
    cpSync(from, to, { recursive: true, errorOnExist: true, force: false, filter })
  } catch (error) {
    throw writeFailure(error, 'A file of the facility')
  }
}
