import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const checkout = join(import.meta.dirname, '..', '..')

/** A facility in which the whole practice job was done, as the command line leaves it. Takes some seconds. */
export function makePracticeJob(directory: string): { readonly facility: string } {
  const node = join(checkout, 'node_modules', 'node', 'bin', 'node')
  const output = execFileSync(
    existsSync(node) ? node : process.execPath,
    [join(checkout, 'dist', 'cli.mjs'), 'practice', '--out', directory, '--json'],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  )
  return JSON.parse(output) as { facility: string }
}
