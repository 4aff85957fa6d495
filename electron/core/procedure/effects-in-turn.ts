import { setImmediate as nextTurn } from 'node:timers/promises'
import { fail, toFailure } from '../../../shared/failure.ts'
import type { Intent } from '../../../shared/ledger/entries.ts'
import type { EffectOf, Intended, StepContext } from './step-context.ts'

/** One of several effects of a step. */
export interface Part<I extends Intent> {
  readonly intent: I
  /** Asks the HSM. */
  readonly act: () => Promise<EffectOf<I>>
  /** Its effect is in the log. */
  readonly recorded: (effect: EffectOf<I>) => void
}

/**
 * Effects that one HSM makes one after another without waiting for the disk in between: while it makes one, the effect before it and the
 * intent behind it are written. The HSM is asked for nothing whose intent is not durable, and nothing is done with an effect that is not.
 * A stop leaves two of them unknown at most: the one that the HSM was asked for and the one behind it. Before it is asked for another
 * one, `mayGoOn` may throw. Throws what `StepContext.effect` throws.
 */
export async function effectsInTurn<I extends Intent>(
  context: Pick<StepContext, 'intend'>,
  parts: readonly Part<I>[],
  mayGoOn: () => Promise<void>,
): Promise<void> {
  const open: Turn<I>[] = []
  const begin = (part: Part<I> | undefined): Turn<I> | null => {
    if (part === undefined) return null
    const turn = new Turn(part, context.intend(part.intent))
    open.push(turn)
    return turn
  }
  try {
    let before: Turn<I> | null = null
    let current = begin(parts[0])
    for (let at = 1; current !== null; at++) {
      current.ask()
      // What the HSM is asked leaves this process only when the disk does not block it.
      await nextTurn()
      before?.record()
      const next = begin(parts[at])
      await current.answered()
      await mayGoOn()
      before = current
      current = next
    }
    before?.record()
  } catch (error) {
    let thrown = error
    for (const turn of open.toReversed()) thrown = await turn.end(thrown)
    throw thrown
  }
}

class Turn<I extends Intent> {
  readonly #part: Part<I>
  readonly #intended: Intended<I>
  #answer: Promise<EffectOf<I>> | null = null
  #effect: EffectOf<I> | null = null
  #isSettled = false

  constructor(part: Part<I>, intended: Intended<I>) {
    this.#part = part
    this.#intended = intended
  }

  ask(): void {
    this.#answer = this.#part.act()
    // Looked at by `answered` or `end`.
    this.#answer.catch(() => undefined)
  }

  async answered(): Promise<void> {
    if (this.#answer !== null) this.#effect = await this.#answer
  }

  record(): void {
    if (this.#effect === null || this.#isSettled) return
    // Once only: an entry may be in the log although writing it failed.
    this.#isSettled = true
    this.#intended.record(this.#effect)
    this.#part.recorded(this.#effect)
  }

  /** After a failure, here or elsewhere: writes what is certain of this one. Returns what is to be thrown. */
  async end(error: unknown): Promise<unknown> {
    if (this.#isSettled) return error
    try {
      if (this.#answer === null) {
        this.#isSettled = true
        this.#intended.fail(notAsked(error))
        return error
      }
      await this.answered()
    } catch (own) {
      if (this.#isSettled) return error
      this.#isSettled = true
      const failure = this.#intended.fail(own)
      return own === error ? failure : error
    }
    try {
      this.record()
    } catch {
      // It stays unknown, and people look at it: what failed first is to be told.
    }
    return error
  }
}

function notAsked(error: unknown): Error {
  const { code, message } = toFailure(error)
  return fail(code, `The HSM was not asked for this part. ${message}`, { detail: { asked: 'no' } })
}
