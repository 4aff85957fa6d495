import { fail } from '../../../shared/failure.ts'

export interface WorkingOn {
  readonly run: string
  readonly step: string
}

/** One thing at a time. A second request is refused as busy; nothing waits, so nothing is done twice. */
export class Exclusive {
  readonly #assertReady: () => void
  #working: WorkingOn | null = null
  #stopping = new AbortController()

  /** `assertReady` throws while nothing at all may be done. */
  constructor(assertReady: () => void) {
    this.#assertReady = assertReady
  }

  /** What is being worked on now; null when nothing is. */
  get working(): WorkingOn | null {
    return this.#working
  }

  /** Throws busy, and what `assertReady` throws. */
  assertIdle(): void {
    this.#assertReady()
    if (this.#working === null) return
    throw fail('busy', 'Conclave is still working on the last request of this facility.', {
      remedy: 'Wait until it is done.',
    })
  }

  /** Asks what is being worked on to stop where it can; false when that is something else, or nothing. */
  stop({ run, step }: WorkingOn): boolean {
    if (this.#working?.run !== run || this.#working.step !== step) return false
    this.#stopping.abort()
    return true
  }

  /** `secret` is overwritten whatever happens, also when nothing was done with it. */
  async run<T>(on: WorkingOn, secret: Uint8Array | null, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    try {
      this.assertIdle()
      this.#working = on
      this.#stopping = new AbortController()
      try {
        return await work(this.#stopping.signal)
      } finally {
        this.#working = null
      }
    } finally {
      secret?.fill(0)
    }
  }
}
