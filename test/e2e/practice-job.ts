import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const checkout = join(import.meta.dirname, '..', '..')

/** A facility in which the whole practice job was done, as the command line leaves it. Takes some seconds. */
export function makePracticeJob(directory: string): { readonly facility: string } {
  const node = join(checkout, 'node_modules', 'node', 'bin', 'node')
  const { stdout, status } = spawnSync(
    existsSync(node) ? node : process.execPath,
    [join(checkout, 'dist', 'cli.mjs'), 'practice', '--out', directory, '--json'],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  )
  // With --json the failure stands on stdout.
  if (status !== 0) throw new Error(`the practice job failed: ${stdout}`)
  return JSON.parse(stdout) as { facility: string }
}
