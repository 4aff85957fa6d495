import type { Handle, PKCS11 } from 'pkcs11js'
import { fail, type OperationError } from '../../shared/failure.ts'
import type { TokenInfo, TokenRef } from '../../shared/ipc/hsm-contract.ts'
import { failureFrom, losesSession, returnValueOf } from './codes.ts'
import { READ_WRITE_SESSION } from './cryptoki.ts'
import { type Login, login } from './login.ts'
import { Queue } from './queue.ts'
import { findToken, type FoundToken } from './slots.ts'

/** What a piece of work on a session gets. Valid only while that work runs. */
export interface OpenSession {
  readonly cryptoki: PKCS11
  readonly handle: Handle
  readonly slot: Handle
  /** What the token said of itself before the login. */
  readonly token: FoundToken
}

/** The one logged-in session of a token. Work runs one after another; a lost session refuses everything queued behind. */
export class Session {
  readonly token: TokenInfo
  readonly #open: OpenSession
  readonly #queue = new Queue()
  #lost: string | null = null

  private constructor(open: OpenSession, token: TokenInfo) {
    this.#open = open
    this.token = token
  }

  /** `beforeLogin` may refuse by what the token shows to everybody, so that no PIN is sent. */
  static open(
    cryptoki: PKCS11,
    wanted: TokenRef,
    credentials: Login,
    beforeLogin: (open: OpenSession) => void = () => undefined,
  ): Session {
    const found = findToken(cryptoki, wanted)
    let handle: Handle
    try {
      handle = cryptoki.C_OpenSession(found.slot, READ_WRITE_SESSION)
    } catch (error) {
      throw failureFrom(error, 'Opening a session')
    }
    const open: OpenSession = { cryptoki, handle, slot: found.slot, token: found }
    try {
      beforeLogin(open)
      login(cryptoki, handle, found, credentials)
    } catch (error) {
      closeQuietly(cryptoki, handle)
      throw failureFrom(error, 'Logging in')
    }
    // Read again: a login clears what the token said of its PIN.
    const token = findToken(cryptoki, wanted).info
    return new Session(open, token)
  }

  get lost(): boolean {
    return this.#lost !== null
  }

  /** `doing` starts the message of a failure: "Reading the keys". */
  run<T>(doing: string, work: (open: OpenSession) => Promise<T> | T): Promise<T> {
    return this.#queue.run(async () => {
      if (this.#lost !== null) throw notOpen(this.#lost)
      try {
        return await work(this.#open)
      } catch (error) {
        const failure = failureFrom(error, doing)
        const returnValue = returnValueOf(error)
        if (returnValue !== null && losesSession(returnValue)) this.#drop(failure.failure.message)
        throw failure
      }
    })
  }

  /** Waits for the work under way, then logs out. Never fails: what cannot be closed is gone. */
  close(): Promise<void> {
    return this.#queue.run(() => {
      if (this.#lost === null) this.#drop('It was closed.')
    })
  }

  #drop(reason: string): void {
    this.#lost = reason
    const { cryptoki, handle } = this.#open
    try {
      cryptoki.C_Logout(handle)
    } catch {
      // The session may be gone already; closing it logs out as well.
    }
    closeQuietly(cryptoki, handle)
  }
}

export function notOpen(reason: string): OperationError {
  return fail('token-not-open', `The token is not open. ${reason}`.trim(), {
    remedy: 'Open the token with its PIN.',
  })
}

function closeQuietly(cryptoki: PKCS11, handle: Handle): void {
  try {
    cryptoki.C_CloseSession(handle)
  } catch {
    // Nothing is left to close.
  }
}
