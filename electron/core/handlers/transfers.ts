import type { transfersContract } from '../../../shared/ipc/contract/transfers.ts'
import type { Handlers } from '../../../shared/ipc/operation.ts'
import type { Desk } from '../desk.ts'
import { peek } from '../gate/quarantine.ts'
import { viewQuarantine, viewTransfers } from '../views/transfers.ts'

export function transfersHandlers(desk: Desk): Handlers<typeof transfersContract> {
  return {
    'transfers.read': () => viewTransfers(desk.session),
    'quarantine.look': ({ sha256 }) => ({ hex: peek(desk.session.facility, sha256) }),
    'quarantine.discard': async ({ sha256, reason, ...hand }) => {
      await desk.session.engine.gate.discard(hand, sha256, reason)
      return { quarantine: viewQuarantine(desk.session.facility.state) }
    },
  }
}
