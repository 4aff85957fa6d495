import type { Failure } from '../../shared/failure.ts'
import { CORE_READY, type CoreState } from '../../shared/ipc/contract/host.ts'
import { CallerLink, type Message } from '../../shared/ipc/link.ts'
import type { Reply } from '../../shared/ipc/operation.ts'
import type { CoreChild, Ending } from './fork-core.ts'

/** More than this within the window means that starting it again does not help. */
const MAX_CRASHES = 5
const CRASH_WINDOW_MS = 60_000
const READY_TIMEOUT_MS = 30_000
const STOP_TIMEOUT_MS = 5_000
const MAX_WAITING = 256

export interface CoreProcessOptions {
  start(): CoreChild
  onState(state: CoreState): void
  onEvent(name: string, body: unknown): void
  /** Milliseconds, monotonic. */
  now(): number
}

/** Keeps one core running: settles every waiting call when it dies, starts it again, gives up when that does not help. */
export class CoreProcess {
  readonly #options: CoreProcessOptions
  #child: CoreChild | null = null
  #link: CallerLink | null = null
  #state: CoreState = { state: 'starting', reason: '', restarts: 0 }
  #crashes: number[] = []
  #timer: NodeJS.Timeout | undefined
  #late = false
  #stopping = false
  #ended: (() => void) | undefined

  constructor(options: CoreProcessOptions) {
    this.#options = options
  }

  get state(): CoreState {
    return this.#state
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }

  start(): void {
    const child = this.#options.start()
    this.#child = child
    this.#link = new CallerLink((message) => {
      child.post(message)
    })
    child.onMessage((message) => {
      if (child === this.#child) this.#receive(message)
    })
    child.onEnd((ending) => {
      if (child === this.#child) this.#end(ending)
    })
    this.#late = false
    this.#timer = setTimeout(() => {
      this.#late = true
      child.end(true)
    }, READY_TIMEOUT_MS)
  }

  /** Calls made while core starts wait for it; calls made while there is none fail at once. */
  send(name: string, body: unknown): Promise<Reply> {
    const link = this.#link
    if (link === null) return Promise.resolve({ ok: false, failure: stopped(this.#state.reason) })
    if (link.waiting >= MAX_WAITING) return Promise.resolve({ ok: false, failure: busy() })
    return link.send(name, body)
  }

  /** Tells core something that no page can say. */
  notify(name: string): void {
    this.#child?.post({ type: 'event', name, body: {} })
  }

  /** By a person's decision, after it gave up; a running core is left alone. */
  restart(): void {
    if (this.#child !== null || this.#stopping) return
    clearTimeout(this.#timer)
    this.#crashes = []
    this.#startAgain('A person asked for it.')
  }

  /** Ends core for good. Resolves when it is gone. */
  stop(): Promise<void> {
    this.#stopping = true
    clearTimeout(this.#timer)
    const child = this.#child
    if (child === null) return Promise.resolve()
    return new Promise((resolve) => {
      const force = setTimeout(() => {
        child.end(true)
      }, STOP_TIMEOUT_MS)
      this.#ended = () => {
        clearTimeout(force)
        resolve()
      }
      child.end(false)
    })
  }

  #receive(message: Message): void {
    if (message.type === 'reply') this.#link?.receive(message)
    else if (message.type === 'event' && message.name === CORE_READY) {
      clearTimeout(this.#timer)
      this.#setState({ ...this.#state, state: 'ready', reason: '' })
    } else if (message.type === 'event') this.#options.onEvent(message.name, message.body)
  }

  #end(ending: Ending): void {
    clearTimeout(this.#timer)
    const reason = this.#late
      ? 'The process that does the work did not start within 30 seconds.'
      : describeEnding(ending)
    this.#child = null
    const link = this.#link
    this.#link = null
    link?.close(stopped(reason))
    if (this.#stopping) {
      this.#setState({ ...this.#state, state: 'stopped', reason: 'Conclave is closing.' })
      this.#ended?.()
      return
    }
    const now = this.#options.now()
    this.#crashes = [...this.#crashes.filter((at) => now - at < CRASH_WINDOW_MS), now]
    if (this.#crashes.length >= MAX_CRASHES) {
      const count = String(this.#crashes.length)
      this.#setState({
        ...this.#state,
        state: 'stopped',
        reason: `${reason} It ended ${count} times within a minute, so it is not started again by itself.`,
      })
      return
    }
    this.#setState({ ...this.#state, state: 'restarting', reason })
    this.#timer = setTimeout(
      () => {
        this.#startAgain(reason)
      },
      200 * 2 ** (this.#crashes.length - 1),
    )
  }

  #startAgain(reason: string): void {
    this.#setState({ state: 'restarting', reason, restarts: this.#state.restarts + 1 })
    this.start()
  }

  #setState(state: CoreState): void {
    this.#state = state
    this.#options.onState(state)
  }
}

function describeEnding({ code, signal }: Ending): string {
  if (signal !== null) return `The process that does the work was ended by ${signal}.`
  if (code === null) return 'The process that does the work could not be started.'
  return `The process that does the work ended with exit code ${String(code)}.`
}

function stopped(reason: string): Failure {
  return {
    code: 'core-stopped',
    message: `${reason} What this step did is not known here; the log knows.`.trimStart(),
    remedy: 'Wait until it runs again and look at the run: it says what was done. Do not repeat the step before that.',
  }
}

function busy(): Failure {
  return { code: 'busy', message: 'Too many requests are waiting.', remedy: 'Wait for the work under way to finish.' }
}
