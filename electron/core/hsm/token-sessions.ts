import { type Failure, OperationError } from '../../../shared/failure.ts'
import type { TokenRef } from '../../../shared/ipc/hsm-contract.ts'

/** Which tokens of a module are open, and why those are not that were. */
export class TokenSessions {
  readonly #open = new Set<string>()
  readonly #lost = new Map<string, string>()

  get anyOpen(): boolean {
    return this.#open.size > 0
  }

  isOpen(token: TokenRef): boolean {
    return this.#open.has(keyOf(token))
  }

  opened(token: TokenRef): void {
    this.#open.add(keyOf(token))
    this.#lost.delete(keyOf(token))
  }

  closed(token: TokenRef): void {
    this.#open.delete(keyOf(token))
    this.#lost.delete(keyOf(token))
  }

  lost(token: TokenRef, reason: string): void {
    if (this.#open.delete(keyOf(token))) this.#lost.set(keyOf(token), reason)
  }

  lostAll(reason: string): void {
    for (const key of this.#open) this.#lost.set(key, reason)
    this.#open.clear()
  }

  /** Adds why a token that was open is not open any more. */
  notOpen(token: TokenRef, failure: Failure): OperationError {
    this.#open.delete(keyOf(token))
    const reason = this.#lost.get(keyOf(token))
    if (reason === undefined) return new OperationError(failure)
    return new OperationError({
      ...failure,
      message: `The token "${token.label}" was open, but its session was lost. ${reason}`,
      remedy: 'Ask the holder for the PIN and open the token again.',
      detail: { ...failure.detail, sessionLost: true },
    })
  }
}

function keyOf({ label, serial }: TokenRef): string {
  return JSON.stringify([label, serial])
}
