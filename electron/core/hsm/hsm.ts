import { fail, type Failure, OperationError } from '../../../shared/failure.ts'
import { type HsmContract, hsmContract, type TokenRef } from '../../../shared/ipc/hsm-contract.ts'
import type { NameOf, Reply, RequestOf, ResponseOf } from '../../../shared/ipc/operation.ts'
import { isVisit, malformedFailure, mayLeaveTrace, outcomeUnknown, stoppedFailure } from './ending.ts'
import { HsmProcess } from './process.ts'
import type { HsmModule, HsmProgram } from './program.ts'
import { HSM_TIMEOUTS, type HsmTimeouts } from './timeouts.ts'
import { TokenSessions } from './token-sessions.ts'

export interface HsmState {
  readonly state: 'starting' | 'ready' | 'stopped'
  /** In words, why it is stopped; empty before the first start and while it runs. */
  readonly reason: string
}

export interface HsmOptions {
  readonly program: HsmProgram
  readonly module: HsmModule
  readonly timeouts?: HsmTimeouts
}

interface Sent {
  readonly name: NameOf<HsmContract>
  readonly token: TokenRef | null
  readonly process: HsmProcess
  /** False when the process was gone before the request could be given to it. */
  readonly sent: boolean
}

/** Why the process is to be started again once nobody waits for it; a visited card also waits until no token is open. */
interface Retirement {
  readonly reason: string
  readonly whenNoneIsOpen: boolean
}

/** Failures that say that the process is gone, whatever the request was. */
const PROCESS_GONE = new Set<string>(['hsm-stopped', 'hsm-timeout'])

/** Refused by the dispatcher of the hsm process, before any code that talks to the token. */
const NEVER_HANDLED = new Set<string>(['invalid-request', 'unknown-operation'])

/**
 * One PKCS#11 module, in a process of its own that starts with the first call and again with the next call after it died.
 * After a death no token is open: calls fail with token-not-open until the PIN was given again.
 */
export class Hsm {
  readonly module: HsmModule
  readonly #options: HsmOptions
  readonly #listeners = new Set<(state: HsmState) => void>()
  readonly #sessions = new TokenSessions()
  #process: HsmProcess | null = null
  #leaving: Promise<void> = Promise.resolve()
  #state: HsmState = { state: 'stopped', reason: '' }
  #diagnostics = ''
  #retiring: Retirement | null = null

  constructor(options: HsmOptions) {
    this.module = options.module
    this.#options = options
  }

  get state(): HsmState {
    return this.#state
  }

  get pid(): number | undefined {
    return this.#process?.pid
  }

  /** What the process, or the last one, wrote to stdout and stderr. For a person who looks for a fault. */
  get diagnostics(): string {
    return this.#process?.diagnostics ?? this.#diagnostics
  }

  /** Whether calls on this token can work without asking for the PIN first. */
  isOpen(token: TokenRef): boolean {
    return this.#process?.closed === false && this.#sessions.isOpen(token)
  }

  /** Returns the function that ends the subscription. */
  onStateChange(listener: (state: HsmState) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /**
   * Rejects with OperationError. Failures of operations that leave a trace (mayLeaveTrace) say in `detail.asked` whether the
   * token may have done it; when the process died with the request the code is hsm-outcome-unknown. A PIN is overwritten.
   */
  async call<N extends NameOf<HsmContract>>(
    name: N,
    request: RequestOf<HsmContract, N>,
  ): Promise<ResponseOf<HsmContract, N>> {
    const token = 'token' in request ? request.token : null
    try {
      const process = await this.#ready(name)
      const sent = !process.closed
      const reply = check(name, await process.send(name, request, token === null ? '' : JSON.stringify(token)))
      if (!reply.ok) throw this.#explain({ name, token, process, sent }, reply.failure)
      if (token !== null && name === 'token.open') this.#sessions.opened(token)
      if (token !== null && name === 'token.close') this.#sessions.closed(token)
      return reply.value as ResponseOf<HsmContract, N>
    } finally {
      if ('pin' in request) request.pin.fill(0)
      if ('newPin' in request) request.newPin.fill(0)
      this.#retireWhenIdle()
    }
  }

  /** Loads the module anew: tokens that were inserted or made by others appear only then. All tokens are closed. */
  async restart(reason = 'The module was started again.'): Promise<void> {
    await this.stop(reason)
    await this.#ready('module.info')
  }

  /** Logs out and ends the process. Waiting calls fail. The next call starts it again. */
  async stop(reason = 'Conclave closed the module.'): Promise<void> {
    const process = this.#process
    if (process === null) return this.#leaving
    this.#leaving = process.stop(stoppedFailure(reason))
    return this.#leaving
  }

  async #ready(name: NameOf<HsmContract>): Promise<HsmProcess> {
    await this.#leaving
    if (this.#process?.closed === true) await this.#process.ended
    this.#process ??= this.#start()
    const process = this.#process
    try {
      await process.ready
      return process
    } catch (error) {
      // The request was never sent.
      throw mayLeaveTrace(name) && error instanceof OperationError ? withAsked(error.failure, 'no') : error
    }
  }

  #start(): HsmProcess {
    const { modulePath } = this.module
    if (modulePath.includes('\0')) throw fail('module-not-found', 'The path of the PKCS#11 module is not a path.')
    this.#setState({ state: 'starting', reason: '' })
    const process = new HsmProcess(this.#options.program, this.#options.module, this.#options.timeouts ?? HSM_TIMEOUTS)
    void process.ready.then(
      () => {
        this.#setState({ state: 'ready', reason: '' })
      },
      () => undefined,
    )
    void process.ended.then((failure) => {
      this.#diagnostics = process.diagnostics
      this.#retiring = null
      this.#process = null
      this.#sessions.lostAll(failure.message)
      this.#setState({ state: 'stopped', reason: failure.message })
    })
    return process
  }

  #explain({ name, token, process, sent }: Sent, failure: Failure): OperationError {
    if (failure.code === 'module-failed') process.kill(failure)
    if (token !== null && failure.detail?.['session'] === 'dropped') {
      this.#sessions.lost(token, failure.message)
      if (!process.closed) this.#retiring = { reason: failure.message, whenNoneIsOpen: isVisit(name) }
    }
    if (mayLeaveTrace(name)) {
      if (!sent) return withAsked(failure, 'no')
      if (PROCESS_GONE.has(failure.code) || failure.code === 'module-failed') return outcomeUnknown(name, failure)
      if (NEVER_HANDLED.has(failure.code)) return withAsked(failure, 'no')
      if (failure.detail?.['asked'] === undefined) return outcomeUnknown(name, failure)
    }
    if (failure.code === 'token-not-open' && token !== null) return this.#sessions.notOpen(token, failure)
    return new OperationError(failure)
  }

  /** A module that lost a token seldom finds it again by itself, so its process makes way once nobody waits for it. */
  #retireWhenIdle(): void {
    if (this.#retiring === null || this.#process === null || this.#process.waiting > 0) return
    const { reason, whenNoneIsOpen } = this.#retiring
    if (whenNoneIsOpen && this.#sessions.anyOpen) return
    this.#retiring = null
    void this.stop(`The module is started again with the next request. ${reason}`)
  }

  #setState(state: HsmState): void {
    this.#state = state
    for (const listener of this.#listeners) listener(state)
  }
}

function withAsked(failure: Failure, asked: 'no'): OperationError {
  return new OperationError({ ...failure, detail: { ...failure.detail, asked } })
}

function check(name: NameOf<HsmContract>, reply: Reply): Reply {
  if (!reply.ok) return reply
  const parsed = hsmContract[name].response.safeParse(reply.value)
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false, failure: malformedFailure(name) }
}
