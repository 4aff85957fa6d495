import { fail } from '../../../shared/failure.ts'

export interface WorkingOn {
  readonly run: string
  readonly step: string
}

/** One thing at a time. A second request is refused as busy; nothing waits, so nothing is done twice. */
export class Exclusive {
  readonly #assertReady: () => void
  #working: WorkingOn | null = null

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

  /** `secret` is overwritten whatever happens, also when nothing was done with it. */
  async run<T>(on: WorkingOn, secret: Uint8Array | null, work: () => Promise<T>): Promise<T> {
    try {
      this.assertIdle()
      this.#working = on
      try {
        return await work()
      } finally {
        this.#working = null
      }
    } finally {
      secret?.fill(0)
    }
  }
}
