import type { ShareSet } from '../../../shared/custody/share-set.ts'
import { fail } from '../../../shared/failure.ts'
import { checkShare, combineShares, type NameOf } from './combine.ts'
import { type Share, wipeShares } from './split.ts'

/** The shares that custodians give one after another, in memory only, until there are enough of them or somebody stops. */
export class SharesGiven {
  readonly set: ShareSet
  readonly #shares: Share[] = []
  readonly #nameOf: NameOf | undefined
  #ended = false

  constructor(set: ShareSet, nameOf?: NameOf) {
    this.set = set
    this.#nameOf = nameOf
  }

  /** Who gave a right share. */
  get people(): readonly string[] {
    return this.#shares.map(({ person }) => person)
  }

  get enough(): boolean {
    return this.#shares.length >= this.set.k
  }

  /** Takes the share over: it is wiped here, at once when it is refused as in `checkShare`. */
  give(share: Share): void {
    try {
      this.#assertOpen()
      checkShare(this.set, this.#shares, share, this.#nameOf)
      this.#shares.push(share)
    } catch (error) {
      share.share.fill(0)
      throw error
    }
  }

  /** The PIN, for the caller to wipe; the shares are gone after it. With too few they stay: `share-missing`. */
  async pin(): Promise<Uint8Array> {
    this.#assertOpen()
    const pin = await combineShares(this.set, this.#shares)
    this.wipe()
    return pin
  }

  wipe(): void {
    this.#ended = true
    wipeShares(this.#shares.splice(0))
  }

  #assertOpen(): void {
    if (this.#ended) throw fail('internal', 'Shares were used after they were wiped. Nothing was tried on the token.')
  }
}
