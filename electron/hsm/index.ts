import { basename, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { toFailure } from '../../shared/failure.ts'
import { HSM_FAILED, HSM_READY, hsmContract } from '../../shared/ipc/hsm-contract.ts'
import type { Message } from '../../shared/ipc/link.ts'
import { createDispatcher } from '../../shared/ipc/operation.ts'
import { createHandlers } from './handlers.ts'
import { loadModule } from './module.ts'
import { OpenTokens } from './open-tokens.ts'

/**
 * The hsm process: `<entry> <module path>`, started by fork with advanced serialization. It holds one PKCS#11 module and
 * ends when its parent does. NSS_PARAMS becomes the library parameters of NSS softokn.
 */

/** After its parent is gone, work that was begun may end: a key pair cut in half is worse than a late exit. */
const GRACE_MS = 20_000

function post(message: Message): void {
  // The parent may be gone; `disconnect` then ends this process.
  process.send?.(message, undefined, undefined, () => undefined)
}

function start(path: string): void {
  const module = loadModule(path, libraryParameters(path))
  const tokens = new OpenTokens(module.cryptoki)
  const dispatch = createDispatcher(hsmContract, createHandlers(module, tokens), (name, error) => {
    // Only the kind of the error: texts of a vendor library may hold anything.
    process.stderr.write(`${name}: ${error instanceof Error ? error.name : typeof error}\n`)
  })
  process.on('message', (message: Message) => {
    if (message.type !== 'call') return
    void dispatch(message.name, message.body).then((reply) => {
      post({ type: 'reply', id: message.id, reply })
    })
  })
  process.on('disconnect', () => {
    void end(tokens, () => {
      module.cryptoki.C_Finalize()
    })
  })
  post({ type: 'event', name: HSM_READY, body: {} })
}

/** Other modules refuse to start with library parameters, as PKCS#11 reserves their place. */
function libraryParameters(path: string): string | undefined {
  return /softokn/.test(basename(path)) ? process.env['NSS_PARAMS'] : undefined
}

/** SIGKILL, as exit() waits for threads that may hang in the library for ever. */
async function end(tokens: OpenTokens, finalize: () => void): Promise<never> {
  const grace = delay(GRACE_MS, 'late' as const)
  const outcome = await Promise.race([tokens.closeAll(), grace])
  if (outcome === 'late') process.kill(process.pid, 'SIGKILL')
  try {
    finalize()
  } catch {
    // The process ends anyway.
  }
  return process.exit(0)
}

// Ctrl-C in a terminal reaches the whole group: whether to stop is decided by the parent.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined)

try {
  // Absolute, so that the file that is checked is the file that is loaded: a bare name is searched for elsewhere.
  start(resolve(process.argv[2] ?? ''))
} catch (error) {
  process.on('disconnect', () => process.exit(1))
  process.send?.({ type: 'event', name: HSM_FAILED, body: toFailure(error) }, undefined, undefined, () =>
    process.exit(1),
  )
}
