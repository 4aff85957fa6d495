import { type Transferable, Worker, type WorkerOptions } from 'node:worker_threads'

interface Waiting<A> {
  readonly resolve: (answer: A) => void
  readonly reject: (error: unknown) => void
}

/** A thread of this process that answers what it is asked, in order. Its program keeps nothing between two questions. */
export class Thread<Q, A> {
  readonly #worker: Worker
  readonly #waiting: Waiting<A>[] = []
  #failed: { readonly error: unknown } | null = null

  /** `name`: its program, a module beside the one at `beside`; in `dist` as in the sources. */
  constructor(name: string, beside: string, options: Pick<WorkerOptions, 'resourceLimits'> = {}) {
    const program = new URL(`./${name}.${beside.endsWith('.ts') ? 'ts' : 'mjs'}`, beside)
    this.#worker = new Worker(program, { name, ...options })
    this.#worker.on('message', (answer: A) => {
      this.#waiting.shift()?.resolve(answer)
    })
    this.#worker.on('error', (error) => {
      this.#fail(error)
    })
    this.#worker.on('exit', () => {
      this.#fail(new Error(`The thread "${name}" ended.`))
    })
  }

  /** Rejects when the thread failed, or was ended before it answered. Several may be asked before the first is answered. */
  ask(question: Q, transfer: readonly Transferable[] = []): Promise<A> {
    const answer = new Promise<A>((resolve, reject) => {
      if (this.#failed === null) this.#waiting.push({ resolve, reject })
      else reject(this.#failed.error)
    })
    // Others may be awaited before this one is.
    answer.catch(() => undefined)
    this.#worker.postMessage(question, transfer)
    return answer
  }

  async end(): Promise<void> {
    await this.#worker.terminate()
  }

  #fail(error: unknown): void {
    this.#failed ??= { error }
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failed.error)
  }
}
