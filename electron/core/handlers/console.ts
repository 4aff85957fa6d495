import { fail } from '../../../shared/failure.ts'
import type { consoleContract } from '../../../shared/ipc/contract/console.ts'
import type { Handlers } from '../../../shared/ipc/operation.ts'
import type { Desk } from '../desk.ts'
import { showWhoTheyAre } from '../lock/unlock.ts'

export function consoleHandlers(desk: Desk): Handlers<typeof consoleContract> {
  let unlocking = false
  return {
    'console.lock': () => {
      desk.lock.lock('person')
      return {}
    },
    'console.unlock': async (hand) => {
      if (unlocking) {
        hand.secret.fill(0)
        throw fail('busy', 'Somebody is unlocking the console already.', { remedy: 'Wait until that is done.' })
      }
      unlocking = true
      try {
        await showWhoTheyAre(desk.session, hand)
        desk.lock.unlock()
        return {}
      } finally {
        unlocking = false
      }
    },
  }
}
