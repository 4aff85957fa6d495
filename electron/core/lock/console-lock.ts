import { fail } from '../../../shared/failure.ts'
import type { ConsoleLockView } from '../../../shared/ipc/contract/console.ts'
import { type Clock, toInstant } from '../clock.ts'

export type LockedBy = ConsoleLockView['by']

export interface Locked {
  readonly since: string
  readonly by: LockedBy
}

export interface ConsoleLockOptions {
  readonly clock: Clock
  /** Milliseconds that no clock setting changes; they may stand still while the machine sleeps. */
  readonly monotonic: () => number
  /** Milliseconds without a touch after which the console locks; null while there is nothing to lock. */
  readonly limit: () => number | null
  readonly onChange: () => void
}

/**
 * Whether the console may be used. It locks when nobody touched it for long enough by either of two clocks, so that neither
 * a clock that was set back nor a machine that slept keeps it open, and it stays locked until `unlock`.
 */
export class ConsoleLock {
  readonly #options: ConsoleLockOptions
  #touched: { readonly wall: number; readonly monotonic: number }
  #locked: Locked | null = null

  constructor(options: ConsoleLockOptions) {
    this.#options = options
    this.#touched = this.#now()
  }

  /** Null: it may be used. */
  get locked(): Locked | null {
    return this.#locked
  }

  /** A person touched keys, mouse or screen. It does not unlock. */
  touch(): void {
    // What came too late does not count: the time was over before it.
    this.check()
    this.#touched = this.#now()
  }

  /** Locks when the time is over. */
  check(): void {
    const limit = this.#options.limit()
    const now = this.#now()
    const idle = Math.max(now.wall - this.#touched.wall, now.monotonic - this.#touched.monotonic)
    if (limit !== null && idle >= limit) this.lock('idle')
  }

  lock(by: LockedBy): void {
    if (this.#locked !== null || this.#options.limit() === null) return
    this.#locked = { since: toInstant(this.#options.clock.now()), by }
    this.#options.onChange()
  }

  /** After a person has shown who they are, or when what was locked is closed. */
  unlock(): void {
    this.#touched = this.#now()
    if (this.#locked === null) return
    this.#locked = null
    this.#options.onChange()
  }

  /** Throws console-locked. */
  assertUnlocked(): void {
    this.check()
    if (this.#locked === null) return
    throw fail('console-locked', 'The console is locked. Nothing was done.', {
      remedy: 'Somebody who is in the room unlocks it with their own passphrase or card.',
    })
  }

  #now(): { wall: number; monotonic: number } {
    return { wall: this.#options.clock.now(), monotonic: this.#options.monotonic() }
  }
}

/** Milliseconds: what the policy says, or less where `atMost` (a test) wants that. It never makes the time longer. */
export function idleLimit(minutes: number, atMost: number | null): number {
  const limit = minutes * 60_000
  return atMost === null || !(atMost > 0) ? limit : Math.min(limit, atMost)
}
