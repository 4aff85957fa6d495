import { setImmediate } from 'node:timers/promises'
import { fail, OperationError, toFailure } from '../../../shared/failure.ts'
import type { FacilityState } from '../../../shared/facility/state.ts'

/** A replay under way: yields the entries done so far, returns the state. */
export type Replaying = Generator<number, FacilityState>

/** Milliseconds of replay between two moments at which other work of the process may go on. */
const SLICE = 8

/** The replay of a whole log, done in slices, and what it came to. */
export class Verification {
  readonly total: number
  #done = 0
  #status: 'running' | 'passed' | 'failed' = 'running'
  #failure: OperationError | null = null
  readonly #started = performance.now()

  constructor(total: number) {
    this.total = total
  }

  get passed(): boolean {
    return this.#status === 'passed'
  }

  /** Entries so far. */
  get done(): number {
    return this.#done
  }

  /** Of an entry that cannot be relied on, for instance; null unless it failed. */
  get failure(): OperationError | null {
    return this.#failure
  }

  /** Once. `progress` is called after each slice. Throws what the replay throws, and facility-not-open after `stop`. */
  async run(replaying: Replaying, progress: () => void): Promise<FacilityState> {
    try {
      for (;;) {
        await setImmediate()
        if (this.#failure !== null) throw this.#failure
        const until = performance.now() + SLICE
        while (performance.now() < until) {
          const next = replaying.next()
          if (next.done === true) {
            this.#status = 'passed'
            this.#done = this.total
            return next.value
          }
          this.#done = next.value
        }
        progress()
      }
    } catch (error) {
      this.#status = 'failed'
      this.#failure = error instanceof OperationError ? error : new OperationError(toFailure(error), { cause: error })
      throw this.#failure
    }
  }

  /** The facility was closed. */
  stop(): void {
    if (this.#status === 'running') this.#failure = fail('facility-not-open', 'The facility was closed.')
  }

  /** Before anything is written or asked of an HSM. Throws facility-verifying, or why the log cannot be relied on. */
  assertPassed(): void {
    if (this.#status === 'passed') return
    if (this.#failure !== null) throw this.#failure
    throw fail('facility-verifying', `The log is still being verified: ${this.percent()} of it is done.`, {
      remedy: `Wait ${this.#rest()}, then do it again. Nothing was written or signed.`,
      detail: { done: this.#done, total: this.total },
    })
  }

  /** "34 %". */
  percent(): string {
    return `${String(Math.floor((100 * this.#done) / Math.max(1, this.total)))} %`
  }

  #rest(): string {
    if (this.#done === 0) return 'a moment'
    const elapsed = performance.now() - this.#started
    const seconds = Math.max(1, Math.ceil((elapsed * (this.total - this.#done)) / this.#done / 1000))
    return `about ${String(seconds)} ${seconds === 1 ? 'second' : 'seconds'}`
  }
}
