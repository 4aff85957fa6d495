import { setTimeout as delay } from 'node:timers/promises'
import { type Failure, OperationError } from '../../../shared/failure.ts'
import { HSM_FAILED, HSM_READY } from '../../../shared/ipc/hsm-contract.ts'
import { CallerLink } from '../../../shared/ipc/link.ts'
import { failureSchema, type Reply } from '../../../shared/ipc/operation.ts'
import {
  callTimeoutFailure,
  describeEnding,
  type HsmOperation,
  loadCrashFailure,
  malformedFailure,
  startTimeoutFailure,
  stoppedFailure,
} from './ending.ts'
import { parseHsmMessage } from './messages.ts'
import { type Ending, forkHsm, type HsmChild, type HsmModule, type HsmProgram } from './program.ts'
import { type HsmTimeouts, limitOf } from './timeouts.ts'

/** A little more than the hsm process gives itself to finish what it does. */
const STOP_MS = 25_000

/** A process that is stuck in a driver cannot be killed: it is left behind. */
const ABANDON_MS = 5_000

/** One run of an hsm process, from its start to its end. Every call settles, whatever happens to it. */
export class HsmProcess {
  /** Rejects with module-not-found, module-not-pkcs11, module-failed, hsm-timeout or hsm-stopped. */
  readonly ready: Promise<void>
  /** Resolves with the reason once the process is gone. */
  readonly ended: Promise<Failure>
  readonly #module: HsmModule
  readonly #timeouts: HsmTimeouts
  readonly #link: CallerLink
  readonly #child: HsmChild
  readonly #limits = new Set<{ readonly queue: string; readonly limit: number }>()
  readonly #startTimer: NodeJS.Timeout
  #resolveReady: () => void = () => undefined
  #rejectReady: (error: unknown) => void = () => undefined
  #resolveEnded: (failure: Failure) => void = () => undefined
  #isReady = false
  #reason: Failure | null = null

  constructor(program: HsmProgram, module: HsmModule, timeouts: HsmTimeouts) {
    this.#module = module
    this.#timeouts = timeouts
    this.ready = new Promise((resolve, reject) => {
      this.#resolveReady = resolve
      this.#rejectReady = reject
    })
    this.ready.catch(() => undefined)
    this.ended = new Promise((resolve) => {
      this.#resolveEnded = resolve
    })
    this.#link = new CallerLink((message) => {
      this.#child.post(message)
    })
    this.#child = forkHsm(program, module, {
      onMessage: (message) => {
        this.#receive(message)
      },
      onEnd: (ending) => {
        this.#end(ending)
      },
    })
    this.#startTimer = setTimeout(() => {
      this.kill(startTimeoutFailure(module.modulePath, timeouts.start))
    }, timeouts.start)
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  get diagnostics(): string {
    return this.#child.diagnostics
  }

  /** No call can be sent any more. */
  get closed(): boolean {
    return this.#reason !== null
  }

  get waiting(): number {
    return this.#link.waiting
  }

  /** `queue` names what the hsm process works through one after another: time waited for others does not count as hanging. */
  async send(operation: HsmOperation, body: unknown, queue: string): Promise<Reply> {
    const own = limitOf(this.#timeouts, operation)
    const ahead = [...this.#limits].filter((each) => each.queue === queue)
    const entry = { queue, limit: own }
    this.#limits.add(entry)
    const patience = ahead.reduce((sum, each) => sum + each.limit, own)
    const timedOut = callTimeoutFailure(operation, patience)
    const watch = new AbortController()
    const late = delay(patience, timedOut, { signal: watch.signal }).then(
      (failure): Reply => ({ ok: false, failure }),
      // Aborted: the answer is there, and this is not looked at any more.
      (): Reply => ({ ok: false, failure: timedOut }),
    )
    const reply = await Promise.race([this.#link.send(operation, body), late])
    watch.abort()
    this.#limits.delete(entry)
    if (!reply.ok && reply.failure === timedOut) this.kill(stoppedFailure(timedOut.message))
    return reply
  }

  /** At once and without asking; every waiting call fails with this. */
  kill(reason: Failure): void {
    this.#settle(reason)
    this.#child.kill()
    setTimeout(() => {
      this.#resolveEnded(reason)
    }, ABANDON_MS).unref()
  }

  /** Lets it finish what it does, log out and exit. Waiting calls fail now. Resolves when it is gone. */
  async stop(reason: Failure): Promise<void> {
    this.#settle(reason)
    const force = setTimeout(() => {
      this.kill(reason)
    }, STOP_MS)
    this.#child.disconnect()
    await this.ended
    clearTimeout(force)
  }

  #receive(received: unknown): void {
    const message = parseHsmMessage(received)
    if (message === null) this.kill(malformedFailure())
    else if (message.type === 'reply') this.#link.receive(message)
    else if (message.name === HSM_READY) this.#setReady()
    else if (message.name === HSM_FAILED) {
      const failure = failureSchema.safeParse(message.body)
      if (failure.success) this.#settle(failure.data)
    }
  }

  #setReady(): void {
    this.#isReady = true
    clearTimeout(this.#startTimer)
    this.#resolveReady()
  }

  #end(ending: Ending): void {
    const reason = this.#isReady
      ? stoppedFailure(describeEnding(ending), ending)
      : loadCrashFailure(this.#module.modulePath, ending)
    this.#settle(reason)
    this.#resolveEnded(this.#reason ?? reason)
  }

  /** The first reason is the true one. */
  #settle(reason: Failure): void {
    if (this.#reason !== null) return
    this.#reason = reason
    clearTimeout(this.#startTimer)
    this.#rejectReady(new OperationError(reason))
    this.#link.close(reason)
  }
}
