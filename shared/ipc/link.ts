import type { Failure } from '../failure.ts'
import type { Reply } from './operation.ts'

/** What travels between two processes. Structured clone carries Uint8Array and bigint. */
export type Message =
  | { readonly type: 'call'; readonly id: number; readonly name: string; readonly body: unknown }
  | { readonly type: 'reply'; readonly id: number; readonly reply: Reply }
  | { readonly type: 'event'; readonly name: string; readonly body: unknown }

/** The calling end of a link: matches replies to calls and settles every waiting call when the other side dies. */
export class CallerLink {
  readonly #post: (message: Message) => void
  readonly #waiting = new Map<number, (reply: Reply) => void>()
  #next = 1
  #closed: Failure | null = null

  constructor(post: (message: Message) => void) {
    this.#post = post
  }

  get waiting(): number {
    return this.#waiting.size
  }

  send(name: string, body: unknown): Promise<Reply> {
    const closed = this.#closed
    if (closed !== null) return Promise.resolve({ ok: false, failure: closed })
    const id = this.#next++
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve)
      try {
        this.#post({ type: 'call', id, name, body })
      } catch {
        this.#waiting.delete(id)
        resolve({
          ok: false,
          failure: { code: 'internal', message: `"${name}" could not be sent to the other process.` },
        })
      }
    })
  }

  /** Replies to nobody (late, or after close) are dropped. */
  receive(message: Extract<Message, { type: 'reply' }>): void {
    const resolve = this.#waiting.get(message.id)
    this.#waiting.delete(message.id)
    resolve?.(message.reply)
  }

  /** The other side is gone: every waiting and every later call fails with this. */
  close(failure: Failure): void {
    this.#closed = failure
    for (const resolve of this.#waiting.values()) resolve({ ok: false, failure })
    this.#waiting.clear()
  }
}
