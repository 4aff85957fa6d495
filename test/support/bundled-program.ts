import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { build } from 'rolldown'
import { afterAll } from 'vitest'

const CHECKOUT = join(import.meta.dirname, '..', '..')

/**
 * A program of this folder in one file that Node starts four times faster than its sources. Its modules find what is beside
 * them by the same way up; packages with native modules are found as it is inside the checkout. Gone after the tests of a file.
 */
export function bundledProgram(source: string): Promise<string> {
  mkdirSync(join(CHECKOUT, '.cache'), { recursive: true })
  const folder = mkdtempSync(join(CHECKOUT, '.cache', 'test-program-'))
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  const file = join(folder, `${basename(source, '.ts')}.mjs`)
  return build({
    input: join(import.meta.dirname, source),
    platform: 'node',
    external: ['better-sqlite3', 'pkcs11js', /^node:/],
    tsconfig: false,
    output: { file, format: 'esm', codeSplitting: false },
  }).then(() => file)
}
