import { fork } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import type { Message } from '../../../shared/ipc/link.ts'
import { Diagnostics } from './diagnostics.ts'
import { type Environment, hsmEnvironment } from './environment.ts'

/** Where the hsm program is: dist/hsm.mjs, or electron/hsm/index.ts as Node strips types. */
export interface HsmProgram {
  readonly entry: string
  /** The Node that runs it; our own if not given. */
  readonly execPath?: string
}

/** Which module it loads. `environment` is what the module needs on top: SOFTHSM2_CONF, or NSS_PARAMS for softokn. */
export interface HsmModule {
  readonly modulePath: string
  readonly environment: Environment
}

/** How a process ended; `code` is null when it could not even be started. */
export interface Ending {
  readonly code: number | null
  readonly signal: string | null
}

export interface HsmChild {
  readonly pid: number | undefined
  /** What it wrote to stdout and stderr lately. */
  readonly diagnostics: string
  /** Copies the message before it returns; a message to a dead process is dropped. */
  post(message: Message): void
  /** Asks it to end: it finishes what it does, logs out and exits. */
  disconnect(): void
  kill(): void
}

export interface HsmChildEvents {
  onMessage(message: unknown): void
  /** Once, after the last message. */
  onEnd(ending: Ending): void
}

/** A reply that was sent right before the end may arrive after it. */
const DRAIN_MS = 500

export function forkHsm(program: HsmProgram, module: HsmModule, events: HsmChildEvents): HsmChild {
  const diagnostics = new Diagnostics()
  const child = fork(program.entry, [module.modulePath], {
    execPath: program.execPath ?? process.execPath,
    execArgv: [],
    serialization: 'advanced',
    env: hsmEnvironment(process.env, module.environment),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      diagnostics.add(chunk)
    })
  }
  child.on('message', (message) => {
    events.onMessage(message)
  })
  let ended = false
  const end = (ending: Ending): void => {
    if (ended) return
    ended = true
    events.onEnd(ending)
  }
  const drained = new Promise<void>((resolve) => child.once('disconnect', resolve))
  child.on('exit', (code, signal) => {
    void Promise.race([child.connected ? drained : undefined, delay(DRAIN_MS, undefined, { ref: false })]).then(() => {
      end({ code, signal })
    })
  })
  child.on('error', () => {
    if (child.pid === undefined) end({ code: null, signal: null })
  })
  return {
    get pid() {
      return child.pid
    },
    get diagnostics() {
      return diagnostics.text
    },
    post: (message) => {
      if (child.connected) child.send(message, () => undefined)
    },
    disconnect: () => {
      if (child.connected) child.disconnect()
    },
    kill: () => {
      child.kill('SIGKILL')
    },
  }
}
