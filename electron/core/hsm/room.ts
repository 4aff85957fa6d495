import { fail, type Failure, OperationError } from '../../../shared/failure.ts'
import type { SlotInfo, TokenInfo, TokenInspection, TokenRef } from '../../../shared/ipc/hsm-contract.ts'
import type { Hsm } from './hsm.ts'

export interface ModuleReading {
  readonly hsm: Hsm
  readonly slots: readonly SlotInfo[]
  readonly failure: Failure | null
}

/** The HSMs of a facility. Tokens are found by label and serial, never by slot, which changes at each C_Initialize. */
export class HsmRoom {
  readonly hsms: readonly Hsm[]
  readonly #listeners = new Set<() => void>()
  /** Tokens whose last try of the PIN was allowed, until the next opening. */
  readonly #finalTries = new Set<string>()

  constructor(hsms: readonly Hsm[]) {
    this.hsms = hsms
    for (const hsm of hsms) {
      hsm.onStateChange(() => {
        this.#changed()
      })
    }
  }

  /** A token was opened or closed, or a module started or stopped. Returns the removal. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Slots of every module, one after the other: some modules do not start well side by side. Failures are data. */
  async read(): Promise<ModuleReading[]> {
    const readings: ModuleReading[] = []
    for (const hsm of this.hsms) readings.push(await readModule(hsm))
    return readings
  }

  isOpen(token: TokenRef): boolean {
    return this.hsms.some((hsm) => hsm.isOpen(token))
  }

  /** The module that has this token now. Throws token-not-found, token-ambiguous, or the failure of the only module. */
  async locate(token: TokenRef): Promise<Hsm> {
    return (await this.#find(token)).hsm
  }

  /** What the token says of its user PIN, for everybody to see before a PIN is sent. Throws as `locate` does. */
  async pinState(token: TokenRef): Promise<TokenInfo['userPin']> {
    return (await this.#find(token)).info.userPin
  }

  /**
   * Logs in. The PIN buffer is overwritten, whatever happens. On the last try the PIN is not sent unless that was allowed
   * before: pin-last-try.
   */
  async open(token: TokenRef, pin: Uint8Array): Promise<TokenInfo> {
    try {
      const hsm = await this.locate(token)
      // Used up, whatever becomes of this one.
      const allowFinalTry = this.#finalTries.delete(nameOf(token))
      const { token: info } = await hsm.call('token.open', { token, pin, allowFinalTry })
      this.#changed()
      return info
    } finally {
      pin.fill(0)
    }
  }

  /** A second person agreed that the next opening of this token may use up the last try of its PIN. */
  allowFinalTry(token: TokenRef): void {
    this.#finalTries.add(nameOf(token))
    this.#changed()
  }

  mayUseFinalTry(token: TokenRef): boolean {
    return this.#finalTries.has(nameOf(token))
  }

  /**
   * Changes the user PIN of a token that is not open and logs in with the new one once. Both buffers are overwritten. After
   * hsm-outcome-unknown either PIN may be the right one.
   */
  async setPin(token: TokenRef, pin: Uint8Array, newPin: Uint8Array, allowFinalTry = false): Promise<void> {
    try {
      const hsm = await this.locate(token).catch((error: unknown) => {
        throw notAsked(error)
      })
      await hsm.call('token.set-pin', { token, pin, newPin, allowFinalTry })
    } finally {
      pin.fill(0)
      newPin.fill(0)
    }
  }

  /** All that the token says of itself; its private objects too when it is open. */
  async inspect(token: TokenRef): Promise<TokenInspection> {
    return (await this.locate(token)).call('token.inspect', { token })
  }

  /** A token that is not open any more (its process stopped) is as closed as it can be. */
  async close(token: TokenRef): Promise<void> {
    this.#finalTries.delete(nameOf(token))
    const hsm = this.hsms.find((candidate) => candidate.isOpen(token))
    await hsm?.call('token.close', { token })
    this.#changed()
  }

  /** The module behind an open token. Throws token-not-open: the HSM was not asked. */
  opened(token: TokenRef): Hsm {
    const hsm = this.hsms.find((candidate) => candidate.isOpen(token))
    if (hsm !== undefined) return hsm
    throw fail('token-not-open', `The token "${token.label}" is not open. The HSM was not asked.`, {
      remedy: 'Open it with its PIN, then do the step again.',
      detail: { asked: 'no' },
    })
  }

  async stop(): Promise<void> {
    this.#listeners.clear()
    await Promise.all(this.hsms.map((hsm) => hsm.stop()))
  }

  async #find(token: TokenRef): Promise<{ hsm: Hsm; info: TokenInfo }> {
    const readings = await this.read()
    const present = readings.flatMap(({ hsm, slots }) =>
      slots.flatMap((slot) => (slot.token === null ? [] : [{ hsm, info: slot.token }])),
    )
    const found = present.filter(({ info }) => isSameToken(info, token))
    const [only] = found
    if (only !== undefined && found.length === 1) return only
    if (found.length > 1) {
      throw fail(
        'token-ambiguous',
        `${String(found.length)} modules show the token "${token.label}", serial ${token.serial}.`,
        {
          remedy: 'Take one of them out of machine.json, or out of the room.',
        },
      )
    }
    const failure = readings.find((reading) => reading.failure !== null)?.failure
    if (failure) throw new OperationError(failure)
    throw fail('token-not-found', `The token "${token.label}", serial ${token.serial}, is not in the room.`, {
      remedy: 'Connect the HSM or put the token in its reader, then try again.',
    })
  }

  #changed(): void {
    for (const listener of this.#listeners) listener()
  }
}

async function readModule(hsm: Hsm): Promise<ModuleReading> {
  try {
    const { slots } = await hsm.call('slots.list', {})
    return { hsm, slots, failure: null }
  } catch (error) {
    if (!(error instanceof OperationError)) throw error
    return { hsm, slots: [], failure: error.failure }
  }
}

function nameOf({ label, serial }: TokenRef): string {
  return JSON.stringify([label, serial])
}

/** The module was not even found that could have done it. */
function notAsked(error: unknown): unknown {
  if (!(error instanceof OperationError)) return error
  const { failure } = error
  return new OperationError({ ...failure, detail: { ...failure.detail, asked: 'no' } }, { cause: error })
}

export function isSameToken(info: TokenRef, token: TokenRef): boolean {
  return info.label === token.label && info.serial === token.serial
}
