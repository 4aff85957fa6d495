import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { bundleInto, CACHE } from '../test/support/bundle.ts'

/**
 * People run bundles, so that is what is measured: called from its source, a benchmark is bundled, and this runs it and does not return.
 * In the bundle it does nothing.
 */
export async function asBundle(source: string): Promise<void> {
  if (!source.endsWith('.ts')) return
  mkdirSync(CACHE, { recursive: true })
  const folder = mkdtempSync(join(CACHE, 'bench-program-'))
  try {
    const program = await bundleInto(folder, source)
    process.exitCode =
      spawnSync(process.execPath, [program, ...process.argv.slice(2)], { stdio: 'inherit' }).status ?? 1
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  process.exit()
}
