import { fail } from '../../../shared/failure.ts'
import type { Intent } from '../../../shared/ledger/entries.ts'
import type { Finding } from './look.ts'
import type { EngineServices } from './step-context.ts'

/**
 * Whether a token took its new PIN: which of its PINs opened it since. The new one is tried first, by its shares; a wrong PIN uses
 * up a try. Throws token-not-open before any of them opened it.
 */
export function lookForPin(
  { facility, room, custody }: EngineServices,
  { token, tokenName, set }: Extract<Intent, { action: 'set-pin' }>,
): Finding {
  if (!room.isOpen(token)) {
    throw fail('token-not-open', `Nobody has opened ${tokenName} since, so its PIN is not known.`, {
      remedy: `Open it with the new shares first. If it refuses them, open it with its old PIN: a wrong PIN uses up one try.`,
    })
  }
  // What people adopt is named by a digest; of a key it is that of its public half.
  if (custody.openedBy.get(tokenName) === set.id) {
    return {
      words: `${tokenName} opened with the new shares: it has the new PIN.`,
      spki: set.pinCommitment,
      leftovers: false,
    }
  }
  const before = facility.state.pins.get(tokenName)?.[0] ?? null
  const how = before === null ? 'with its old PIN' : 'with the old shares'
  return { words: `${tokenName} opened ${how}: its PIN was not changed.`, spki: null, leftovers: false }
}
