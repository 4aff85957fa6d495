/** Runs works one after another in the order of asking: two operations on one PKCS#11 session corrupt each other. */
export class Queue {
  #tail: Promise<unknown> = Promise.resolve()

  run<T>(work: () => Promise<T> | T): Promise<T> {
    const result = this.#tail.then(work)
    this.#tail = result.catch(() => undefined)
    return result
  }
}
