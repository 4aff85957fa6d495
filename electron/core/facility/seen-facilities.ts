import { mkdirSync, readFileSync, renameSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join } from 'node:path'
import { bytesToHex, utf8ToBytes } from '../../../shared/bytes.ts'
import { digest, instant } from '../../../shared/ids.ts'
import { z } from '../../../shared/zod.ts'
import { removeQuietly, syncFolder, writeDurably } from '../files/durable-file.ts'
import { hostRandom } from '../random.ts'

const seen = z.strictObject({
  size: z.number().int().positive(),
  root: digest,
  /** When this machine saw it. */
  at: instant,
})
export type Seen = z.infer<typeof seen>

const file = z.strictObject({ format: z.literal('conclave-seen-facilities/v1'), logs: z.record(z.string(), seen) })

/** XDG Base Directory: `$XDG_STATE_HOME`, or `~/.local/state`. */
export function seenFacilitiesPath(environment: NodeJS.ProcessEnv = process.env): string {
  const named = environment['XDG_STATE_HOME'] ?? ''
  return join(isAbsolute(named) ? named : join(homedir(), '.local', 'state'), 'conclave', 'seen-facilities.json')
}

/**
 * What this machine remembers of every log that it has worked with: its longest checkpoint. It lies outside the facilities, so
 * that it does not travel with a copy: a copy that was gone on with elsewhere, or a log that was set back, shows here. A help,
 * not a proof: a file that cannot be read or written is like a machine that has seen nothing.
 */
export class SeenFacilities {
  readonly path: string

  constructor(path: string) {
    this.path = path
  }

  of(origin: string): Seen | null {
    const logs = this.#read()
    return Object.hasOwn(logs, origin) ? (logs[origin] ?? null) : null
  }

  remember(origin: string, size: number, root: Uint8Array, at: string): void {
    const partial = `${this.path}.${bytesToHex(hostRandom(6))}.partial`
    const logs = { ...this.#read(), [origin]: { size, root: bytesToHex(root), at } }
    try {
      mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 })
      const text = JSON.stringify({ format: 'conclave-seen-facilities/v1', logs }, null, 2)
      writeDurably(partial, utf8ToBytes(`${text}\n`), 0o600)
      renameSync(partial, this.path)
      syncFolder(dirname(this.path))
    } catch {
      removeQuietly(partial)
    }
  }

  #read(): Readonly<Record<string, Seen>> {
    try {
      return file.parse(JSON.parse(readFileSync(this.path, 'utf8'))).logs
    } catch {
      return {}
    }
  }
}
