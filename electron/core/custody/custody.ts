import type { ShareSet } from '../../../shared/custody/share-set.ts'
import { fail } from '../../../shared/failure.ts'
import type { NameOf } from './combine.ts'
import type { Dealing } from './dealing.ts'
import { SharesGiven } from './shares-given.ts'
import type { Share } from './split.ts'

/** Where shares are given and dealt: at one step of one run. */
export interface Counter {
  readonly run: string
  readonly step: string
}

/** What is in memory of split PINs, and nowhere else: shares that were given, and shares that are being dealt. */
export class Custody {
  /** By name of the token: the set whose PIN opened it last in this session, null for a PIN that was typed. */
  readonly openedBy = new Map<string, string | null>()
  readonly #given = new Map<string, SharesGiven>()
  #dealing: Dealing | null = null
  #at: Counter | null = null

  /** The step that anything is in memory for; null when nothing is. */
  get at(): Counter | null {
    return this.#at
  }

  /** Who gave a share that waits for others. */
  get people(): readonly string[] {
    return [...this.#given.values()].flatMap(({ people }) => people)
  }

  /** Takes the share over. Throws as `checkShare`. */
  give(at: Counter, set: ShareSet, share: Share, nameOf: NameOf): void {
    this.#moveTo(at)
    const given = this.#given.get(set.id) ?? new SharesGiven(set, nameOf)
    this.#given.set(set.id, given)
    given.give(share)
  }

  /** Who gave a right share of this set, at this step. */
  givers(at: Counter, set: ShareSet): readonly string[] {
    return this.#isAt(at) ? (this.#given.get(set.id)?.people ?? []) : []
  }

  /** The first of these sets of which there are enough shares; null while there are too few. */
  complete(at: Counter, sets: readonly ShareSet[]): ShareSet | null {
    return sets.find((set) => this.givers(at, set).length >= set.k) ?? null
  }

  /** The PIN of a set that is complete, for the caller to wipe. No share is left after it. */
  async takePin(at: Counter, set: ShareSet): Promise<Uint8Array> {
    const given = this.#isAt(at) ? this.#given.get(set.id) : undefined
    if (given === undefined) throw fail('share-missing', 'No share of this set was given.')
    try {
      return await given.pin()
    } finally {
      this.#wipeGiven()
    }
  }

  /** What is dealt in this step; null before it was begun, or after it was stopped. */
  dealingAt(at: Counter): Dealing | null {
    return this.#isAt(at) ? this.#dealing : null
  }

  /** Takes over what is dealt from now on. */
  deal(at: Counter, dealing: Dealing): void {
    this.wipe()
    this.#at = at
    this.#dealing = dealing
  }

  /** After this, shares are given and dealt anew. */
  wipe(): void {
    this.#wipeGiven()
    this.#dealing?.wipe()
    this.#dealing = null
    this.#at = null
  }

  #wipeGiven(): void {
    for (const given of this.#given.values()) given.wipe()
    this.#given.clear()
  }

  #moveTo(at: Counter): void {
    if (this.#isAt(at)) return
    this.wipe()
    this.#at = at
  }

  #isAt({ run, step }: Counter): boolean {
    return this.#at?.run === run && this.#at.step === step
  }
}
