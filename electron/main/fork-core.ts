import { fork } from 'node:child_process'
import { join } from 'node:path'
import type { Message } from '../../shared/ipc/link.ts'
import { coreEnvironment } from './core-environment.ts'

/** How core ended; `code` and `signal` as Node reports them. */
export interface Ending {
  readonly code: number | null
  readonly signal: string | null
}

/** A started core, whatever kind of process it is. */
export interface CoreChild {
  readonly pid: number | undefined
  /** Copies the message before it returns. */
  post(message: Message): void
  onMessage(listener: (message: Message) => void): void
  /** Called once, also when the process could not be started at all. */
  onEnd(listener: (ending: Ending) => void): void
  /** `false` asks it to end (its link closes, SIGTERM), `true` does not ask. */
  end(forced: boolean): void
}

export interface CoreProgram {
  readonly node: string
  readonly script: string
  readonly args: readonly string[]
  readonly environment: NodeJS.ProcessEnv
}

/** Core needs Node-API 10, so it runs on the project's own Node rather than on the one inside Electron. */
export function coreProgram(folder: string, args: readonly string[], environment: NodeJS.ProcessEnv): CoreProgram {
  const node = environment['CONCLAVE_NODE'] ?? join(folder, '..', 'node_modules', 'node', 'bin', 'node')
  return { node, script: join(folder, 'core.mjs'), args, environment }
}

export function forkCore(program: CoreProgram): CoreChild {
  const child = fork(program.script, [...program.args], {
    execPath: program.node,
    // Without this the child inherits --inspect and the like from main.
    execArgv: [],
    serialization: 'advanced',
    env: coreEnvironment(program.environment),
    // Both to main's stderr: stdout belongs to whoever started the window.
    stdio: ['ignore', 2, 2, 'ipc'],
  })
  return {
    get pid() {
      return child.pid
    },
    post: (message) => {
      // A closed channel is not an error here: the end of the process settles the call.
      if (child.connected) child.send(message, () => undefined)
    },
    onMessage: (listener) => {
      child.on('message', (message) => {
        listener(message as Message)
      })
    },
    onEnd: (listener) => {
      let ended = false
      const end = (ending: Ending): void => {
        if (ended) return
        ended = true
        listener(ending)
      }
      child.on('exit', (code, signal) => {
        end({ code, signal })
      })
      child.on('error', () => {
        if (child.pid === undefined) end({ code: null, signal: null })
      })
    },
    end: (forced) => {
      if (child.connected) child.disconnect()
      child.kill(forced ? 'SIGKILL' : 'SIGTERM')
    },
  }
}
