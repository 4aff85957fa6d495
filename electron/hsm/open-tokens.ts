import type { PKCS11 } from 'pkcs11js'
import type { TokenInfo, TokenRef } from '../../shared/ipc/hsm-contract.ts'
import { Queue } from './queue.ts'
import { notOpen, Session } from './session.ts'

/** The tokens of one module that are logged in. */
export class OpenTokens {
  readonly #cryptoki: PKCS11
  readonly #sessions = new Map<string, Session>()
  readonly #changes = new Queue()

  constructor(cryptoki: PKCS11) {
    this.#cryptoki = cryptoki
  }

  /** An open token is closed first, so that the PIN is always checked by the token. */
  open(token: TokenRef, pin: Uint8Array): Promise<TokenInfo> {
    return this.#changes.run(async () => {
      await this.#close(token)
      const session = Session.open(this.#cryptoki, token, pin)
      this.#sessions.set(keyOf(token), session)
      return session.token
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

function keyOf({ label, serial }: TokenRef): string {
  return JSON.stringify([label, serial])
}
