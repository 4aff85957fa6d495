import { basename, join } from 'node:path'
import { THREADS } from '../../scripts/build/threads.mjs'

const CHECKOUT = join(import.meta.dirname, '..', '..')
/** What can be made again. */
export const CACHE = join(CHECKOUT, '.cache')

/**
 * A program in one file, and the threads of the core beside it, in a folder two levels below the checkout: its modules find what is
 * beside them by the same way up, and packages with native modules. Node starts it four times faster than its sources.
 */
export async function bundleInto(folder: string, source: string): Promise<string> {
  const [program] = await Promise.all(
    [source, ...THREADS.map((path) => join(CHECKOUT, path))].map((path) => bundled(folder, path)),
  )
  return program ?? ''
}

async function bundled(folder: string, source: string): Promise<string> {
  const file = join(folder, `${basename(source, '.ts')}.mjs`)
  // Not above: what is bundled may import this file, and is not to load the bundler.
  const { build } = await import('rolldown')
  await build({
    input: source,
    platform: 'node',
    external: ['better-sqlite3', 'pkcs11js', 'rolldown', /^node:/],
    tsconfig: false,
    output: { file, format: 'esm', codeSplitting: false },
  })
  return file
}
