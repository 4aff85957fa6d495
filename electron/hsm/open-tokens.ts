import type { PKCS11 } from 'pkcs11js'
import { fail } from '../../shared/failure.ts'
import type { TokenInfo, TokenRef } from '../../shared/ipc/hsm-contract.ts'
import type { Login } from './login.ts'
import { Queue } from './queue.ts'
import { notOpen, type OpenSession, Session } from './session.ts'

export interface Visit<T> {
  /** Starts the message of a failure: "Reading the card". */
  readonly doing: string
  readonly beforeLogin?: (open: OpenSession) => void
  readonly work: (open: OpenSession, token: TokenInfo) => Promise<T> | T
}

/** The tokens of one module that are logged in. */
export class OpenTokens {
  readonly #cryptoki: PKCS11
  readonly #sessions = new Map<string, Session>()
  readonly #changes = new Queue()

  constructor(cryptoki: PKCS11) {
    this.#cryptoki = cryptoki
  }

  /** An open token is closed first, so that the PIN is always checked by the token. */
  open(token: TokenRef, login: Login): Promise<TokenInfo> {
    return this.#changes.run(async () => {
      await this.#close(token)
      const session = Session.open(this.#cryptoki, token, login)
      this.#sessions.set(keyOf(token), session)
      return session.token
    })
  }

  /** Logs in for one piece of work and out again. Open tokens stay open; a token that is open itself is refused (busy). */
  visit<T>(token: TokenRef, login: Login, visit: Visit<T>): Promise<T> {
    return this.#changes.run(async () => {
      if (this.isOpen(token)) throw stillOpen(token)
      const session = Session.open(this.#cryptoki, token, login, visit.beforeLogin)
      try {
        return await session.run(visit.doing, (open) => visit.work(open, session.token))
      } finally {
        await session.close()
      }
    })
  }

  close(token: TokenRef): Promise<void> {
    return this.#changes.run(() => this.#close(token))
  }

  closeAll(): Promise<void> {
    return this.#changes.run(async () => {
      await Promise.all([...this.#sessions.values()].map((session) => session.close()))
      this.#sessions.clear()
    })
  }

  /** False also for a session that was lost. */
  isOpen(token: TokenRef): boolean {
    return this.#sessions.get(keyOf(token))?.lost === false
  }

  has(token: TokenRef): boolean {
    return this.#sessions.has(keyOf(token))
  }

  get(token: TokenRef): Session {
    const session = this.#sessions.get(keyOf(token))
    if (session === undefined) throw notOpen('')
    return session
  }

  async #close(token: TokenRef): Promise<void> {
    await this.#sessions.get(keyOf(token))?.close()
    this.#sessions.delete(keyOf(token))
  }
}

function stillOpen({ label }: TokenRef): Error {
  return fail('busy', `The token "${label}" is open for a ceremony. The PIN was not tried.`, {
    remedy: 'Close the token first. A card of a person and a token with CA keys should not be the same one.',
  })
}

function keyOf({ label, serial }: TokenRef): string {
  return JSON.stringify([label, serial])
}
