/** What can be wrong with a log. Closed; each says where, by the index of the first entry that it puts in doubt. */
export type ProblemCode =
  | 'log-empty'
  | 'log-unreadable'
  | 'log-key-unknown'
  | 'log-key-differs'
  | 'entry-missing'
  | 'entry-changed'
  | 'entry-malformed'
  | 'entry-out-of-place'
  | 'chain-broken'
  | 'time-reversed'
  | 'tail-cut'
  | 'blob-missing'
  | 'blob-damaged'
  | 'checkpoint-missing'
  | 'checkpoint-malformed'
  | 'checkpoint-foreign'
  | 'checkpoint-signature-invalid'
  | 'checkpoint-root-mismatch'
  | 'checkpoints-inconsistent'
  | 'cosignature-invalid'
  | 'paper-mismatch'
  | 'cosigners-missing'

export interface Problem {
  readonly index: number
  readonly code: ProblemCode
  readonly message: string
}

export interface Cosigned {
  readonly name: string
  /** The cosigner's own clock, RFC 3339. */
  readonly time: string
  readonly vkey: string
}

export interface CheckpointVerdict {
  readonly size: number
  /** Hex. */
  readonly root: string
  /** Signed by the log key, cosigned by nobody wrongly, and equal to the root over the entries. */
  readonly good: boolean
  /** By keys that are known. */
  readonly cosignatures: readonly Cosigned[]
}

export interface LogVerdict {
  /** There is no problem. Says nothing about the entries after the last checkpoint: see `uncovered`. */
  readonly ok: boolean
  readonly entries: number
  /** By size; those that could be read. */
  readonly checkpoints: readonly CheckpointVerdict[]
  /** Hex, over all entries; null when one is missing. */
  readonly root: string | null
  /** By index. The first one is the answer to "from where on can I not rely on this log?". */
  readonly problems: readonly Problem[]
  /** Problems left out of the list because it was full. */
  readonly omitted: number
  /** Entries after the last good checkpoint: nothing but the chain speaks for them. */
  readonly uncovered: number
  /** Entries under the last good checkpoint that the trust policy's quorum cosigned; null without a policy. */
  readonly witnessed: number | null
}

// A log that is wrong from one entry on may be wrong in a million places. The first ones tell the story.
const MAX_ENTRY_PROBLEMS = 200

/** Collects problems; the order of arrival does not matter. */
export class ProblemList {
  readonly #problems: Problem[] = []
  #omitted = 0

  get omitted(): number {
    return this.#omitted
  }

  add(index: number, code: ProblemCode, message: string): void {
    this.#problems.push({ index, code, message })
  }

  /** For what can happen at every entry, in rising order. */
  addCapped(index: number, code: ProblemCode, message: string): void {
    if (this.#problems.length < MAX_ENTRY_PROBLEMS) this.add(index, code, message)
    else this.#omitted += 1
  }

  firstIn(from: number, to: number): number | null {
    const inside = this.#problems.map(({ index }) => index).filter((index) => index >= from && index < to)
    return inside.length === 0 ? null : Math.min(...inside)
  }

  sorted(): readonly Problem[] {
    return this.#problems.toSorted((a, b) => a.index - b.index)
  }
}
