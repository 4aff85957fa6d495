import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { bundleInto, CACHE } from './bundle.ts'

/** A program of this folder in one file. Gone after the tests of a file. */
export function bundledProgram(source: string): Promise<string> {
  mkdirSync(CACHE, { recursive: true })
  const folder = mkdtempSync(join(CACHE, 'test-program-'))
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  return bundleInto(folder, join(import.meta.dirname, source))
}
