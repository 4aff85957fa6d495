import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const checkout = join(import.meta.dirname, '..', '..')

interface Runtime {
  readonly executable: string
  readonly appArgument: boolean
}

/** How the built program is started on this machine. scripts/ provides the runtime and records it. */
export function electronCommand(args: readonly string[]): { executable: string; args: string[] } {
  const runtime = JSON.parse(readFileSync(join(checkout, '.cache', 'electron', 'runtime.json'), 'utf8')) as Runtime
  const isRoot = process.getuid?.() === 0
  return {
    executable: resolve(checkout, runtime.executable),
    args: [...(isRoot ? ['--no-sandbox'] : []), ...(runtime.appArgument ? [checkout] : []), ...args],
  }
}
