import { type ChildProcess, spawn } from 'node:child_process'
import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { serverProgram } from '../../../scripts/setup/fleet-servers.mjs'

const PATIENCE = 15_000
const LOOK_AGAIN = 10

export interface ServerStart {
  readonly program: 'nginx' | 'haproxy' | 'cfssl'
  readonly args: readonly string[]
  readonly folder: string
  /** It is ready when something answers there. */
  readonly port: number
}

/** A real server in the foreground. Whatever it prints is kept; when the tests end, it ends. */
export class ServerProcess {
  readonly #child: ChildProcess
  readonly #name: string
  #output = ''

  private constructor({ program, args, folder }: ServerStart) {
    this.#name = program
    const { path, environment } = programOf(program)
    const env = { ...process.env, ...environment }
    this.#child = spawn(path, [...args], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.#output += chunk.toString()))
    this.#child.on('error', (error) => (this.#output += error.message))
    process.once('exit', this.#kill)
  }

  static async start(how: ServerStart): Promise<ServerProcess> {
    const server = new ServerProcess(how)
    await server.until(`${how.program} to listen`, () => listens(how.port))
    return server
  }

  get output(): string {
    return this.#output
  }

  get pid(): number {
    if (this.#child.pid === undefined) throw new Error(`${this.#name} did not start: ${this.#output}`)
    return this.#child.pid
  }

  get runs(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal)
  }

  /** Waits until something is true of a server that runs; fails with what it printed. */
  async until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
    const end = Date.now() + PATIENCE
    while (!(await holds())) {
      if (!this.runs) throw new Error(`${this.#name} ended: ${this.#output}`)
      if (Date.now() > end) throw new Error(`waited for ${what} for too long: ${this.#output}`)
      await pause(LOOK_AGAIN)
    }
  }

  async stop(): Promise<void> {
    process.off('exit', this.#kill)
    if (!this.runs) return
    const ended = new Promise((resolve) => this.#child.once('close', resolve))
    this.#child.kill('SIGTERM')
    const late = setTimeout(this.#kill, PATIENCE)
    await ended
    clearTimeout(late)
  }

  readonly #kill = (): void => {
    this.#child.kill('SIGKILL')
  }
}

/** How to call a server's program. Fails with the command that provides it. */
export function programOf(name: ServerStart['program']): NonNullable<ReturnType<typeof serverProgram>> {
  const found = serverProgram(name)
  if (found === null) throw new Error(`${name} is not here: run "npm run fleet-servers" once`)
  return found
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => {
      resolve(false)
    })
  })
}
