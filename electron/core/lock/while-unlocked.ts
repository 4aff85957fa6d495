import type { CoreHandlers } from '../../../shared/ipc/contract/index.ts'
import type { ConsoleLock } from './console-lock.ts'

/** Reading how it stands, and unlocking. */
const ALWAYS: ReadonlySet<string> = new Set<keyof CoreHandlers>(['facility.state', 'console.lock', 'console.unlock'])

/**
 * The same operations, refused with console-locked while the console is locked: whoever took over the page cannot go around
 * the lock screen. What was begun before goes on. Secrets in a refused request are overwritten.
 */
export function whileUnlocked(handlers: CoreHandlers, lock: ConsoleLock): CoreHandlers {
  const guarded = Object.entries(handlers).map(([name, handler]) => {
    if (ALWAYS.has(name)) return [name, handler]
    return [
      name,
      (request: unknown) => {
        try {
          lock.assertUnlocked()
        } catch (error) {
          wipe(request)
          throw error
        }
        return (handler as (given: unknown) => unknown)(request)
      },
    ]
  })
  return Object.fromEntries(guarded) as CoreHandlers
}

function wipe(value: unknown): void {
  if (value instanceof Uint8Array) value.fill(0)
  else if (typeof value === 'object' && value !== null) Object.values(value).forEach(wipe)
}
