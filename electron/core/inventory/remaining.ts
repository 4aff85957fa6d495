const WINDOW_MS = 10_000
const FIRST_MS = 1000

/** How long work still takes, by the speed of its last ten seconds. */
export class Remaining {
  readonly #total: number
  readonly #seen: { at: number; done: number }[] = []

  constructor(total: number) {
    this.#total = total
  }

  /** Whole seconds; null in the first second, which says nothing. `now` in milliseconds of a clock that is never set. */
  seconds(done: number, now: number): number | null {
    const seen = this.#seen
    const last = seen.at(-1)
    if (last === undefined || now - last.at >= 100) seen.push({ at: now, done })
    while (seen.length > 2 && now - (seen[0]?.at ?? now) > WINDOW_MS) seen.shift()
    const first = seen[0]
    if (first === undefined || now - first.at < FIRST_MS || done <= first.done) return null
    return Math.ceil(((this.#total - done) * (now - first.at)) / (done - first.done) / 1000)
  }
}
