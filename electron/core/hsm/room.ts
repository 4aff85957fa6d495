import { fail, type Failure, OperationError } from '../../../shared/failure.ts'
import type { HsmContract, SlotInfo, TokenInfo, TokenRef } from '../../../shared/ipc/hsm-contract.ts'
import type { Call } from '../../../shared/ipc/operation.ts'

/** One PKCS#11 module in its own process, as core sees it. */
export interface HsmModule {
  readonly path: string
  readonly call: Call<HsmContract>
  readonly state: 'starting' | 'ready' | 'stopped'
  /** Why it stands as it does, in words. */
  readonly reason: string
  onStateChange(listener: () => void): () => void
  stop(): Promise<void>
}

export interface ModuleReading {
  readonly module: HsmModule
  readonly slots: readonly SlotInfo[]
  readonly failure: Failure | null
}

/**
 * The HSMs of a facility. Tokens are found by label and serial, never by slot. Knows which tokens are open; forgets that
 * when the process behind a token stops, since a login dies with it.
 */
export class HsmRoom {
  readonly modules: readonly HsmModule[]
  readonly #open = new Map<string, HsmModule>()
  readonly #listeners = new Set<() => void>()

  constructor(modules: readonly HsmModule[]) {
    this.modules = modules
    for (const module of modules) {
      module.onStateChange(() => {
        if (module.state === 'stopped') this.#forget(module)
        this.#changed()
      })
    }
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Slots of every module, one after the other: some modules do not start well side by side. Failures are data. */
  async read(): Promise<ModuleReading[]> {
    const readings: ModuleReading[] = []
    for (const module of this.modules) readings.push(await readModule(module))
    return readings
  }

  /** The module that has this token now. Throws token-not-found, token-ambiguous, or the failure of the only module. */
  async locate(token: TokenRef): Promise<{ module: HsmModule; info: TokenInfo }> {
    const readings = await this.read()
    const found = readings.flatMap(({ module, slots }) =>
      slots.flatMap((slot) => (slot.token !== null && isSameToken(slot.token, token) ? [{ module, info: slot.token }] : [])),
    )
    const [only] = found
    if (only !== undefined && found.length === 1) return only
    if (found.length > 1) {
      throw fail('token-ambiguous', `${String(found.length)} tokens are called "${token.label}" with serial ${token.serial}.`, {
        remedy: 'Take away all but the right one.',
      })
    }
    const [failure] = readings.flatMap((reading) => (reading.failure === null ? [] : [reading.failure]))
    if (failure !== undefined && readings.length === 1) throw new OperationError(failure)
    throw fail('token-not-found', `The token "${token.label}", serial ${token.serial}, is not in the room.`, {
      remedy: 'Connect the HSM or put the token in its reader, then try again.',
    })
  }

  isOpen(token: TokenRef): boolean {
    return this.#open.has(tokenKey(token))
  }

  /** Logs in. The PIN buffer is overwritten here, whatever happens. */
  async open(token: TokenRef, pin: Uint8Array): Promise<TokenInfo> {
    try {
      const { module } = await this.locate(token)
      const { token: info } = await module.call('token.open', { token, pin })
      this.#open.set(tokenKey(token), module)
      this.#changed()
      return info
    } finally {
      pin.fill(0)
    }
  }

  async close(token: TokenRef): Promise<void> {
    const module = this.#open.get(tokenKey(token))
    this.#open.delete(tokenKey(token))
    this.#changed()
    await module?.call('token.close', { token })
  }

  /** The module behind an open token. Throws token-not-open. */
  openModule(token: TokenRef): HsmModule {
    const module = this.#open.get(tokenKey(token))
    if (module !== undefined) return module
    throw fail('token-not-open', `The token "${token.label}" is not open. The HSM was not asked.`, {
      remedy: 'Open it with its PIN, then do the step again.',
      detail: { asked: 'no' },
    })
  }

  async stop(): Promise<void> {
    this.#open.clear()
    this.#listeners.clear()
    await Promise.all(this.modules.map((module) => module.stop()))
  }

  #forget(module: HsmModule): void {
    for (const [key, opened] of this.#open) if (opened === module) this.#open.delete(key)
  }

  #changed(): void {
    for (const listener of this.#listeners) listener()
  }
}

async function readModule(module: HsmModule): Promise<ModuleReading> {
  try {
    const { slots } = await module.call('slots.list', {})
    return { module, slots, failure: null }
  } catch (error) {
    if (!(error instanceof OperationError)) throw error
    return { module, slots: [], failure: error.failure }
  }
}

function isSameToken(info: TokenInfo, token: TokenRef): boolean {
  return info.label === token.label && info.serial === token.serial
}

function tokenKey(token: TokenRef): string {
  return `${token.label}\u0000${token.serial}`
}
