import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import type { ClientFiles } from './clients/verdict.ts'

/** What a client saw that connected without pause. Times in milliseconds. */
export interface Steadiness {
  readonly connections: number
  readonly failures: readonly string[]
  /** From the last good connection before a failure to the next good one after it; 0 when none failed. */
  readonly longestOutage: number
}

/** A client in a process of its own that connects to one server every 20 ms and reads its files anew each time. */
export class SteadyClient {
  readonly #program: ChildProcess

  constructor(port: number, files: ClientFiles) {
    const program = join(import.meta.dirname, 'steady-client-program.ts')
    this.#program = fork(program, [String(port), JSON.stringify(files)])
  }

  /** What it saw, after its last connection. */
  stop(): Promise<Steadiness> {
    return new Promise((resolve, reject) => {
      this.#program.once('message', (seen) => {
        resolve(seen as Steadiness)
        this.#program.disconnect()
      })
      this.#program.once('exit', (code) => {
        reject(new Error(`the client ended by itself (${String(code)})`))
      })
      this.#program.send('stop')
    })
  }

  kill(): void {
    this.#program.kill()
  }
}
