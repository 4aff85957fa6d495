import { paperWords } from '../../../shared/custody/paper-share.ts'
import type { ShareKind, ShareSet } from '../../../shared/custody/share-set.ts'
import { fail } from '../../../shared/failure.ts'
import type { ActStatement } from '../../../shared/procedure/approval.ts'
import { checkShare, type NameOf } from './combine.ts'
import { type Share, type Split, wipeShares } from './split.ts'

export interface Pins {
  /** The one that the token has now. */
  readonly current: Uint8Array
  /** The one that was split. */
  readonly next: Uint8Array
}

/** A custodian's word that they take a share. */
export interface Receipt {
  readonly statement: ActStatement
  readonly signature: string
}

/** The shares of a new PIN while its custodians take them one after another, in memory only. */
export class Dealing {
  readonly set: ShareSet
  readonly #shares: readonly Share[]
  readonly #pins: Pins
  readonly #nameOf: NameOf
  readonly #dealt = new Set<string>()
  #shown: { readonly person: string; readonly receipt: Receipt } | null = null

  /** Takes shares and PINs over. */
  constructor({ set, shares }: Split, pins: Pins, nameOf: NameOf) {
    this.set = set
    this.#shares = shares
    this.#pins = pins
    this.#nameOf = nameOf
  }

  /** Whose words were shown and are to be typed back; null when nobody's. */
  get shown(): string | null {
    return this.#shown?.person ?? null
  }

  get complete(): boolean {
    return this.set.custodians.every(({ person }) => this.#dealt.has(person))
  }

  isDealt(person: string): boolean {
    return this.#dealt.has(person)
  }

  commitmentOf(person: string): string {
    return this.set.custodians.find((one) => one.person === person)?.commitment ?? ''
  }

  /** A share that nobody took yet, in the form that the plan says; it stays this object's to wipe. Throws share-wrong, share-duplicate. */
  shareOf(person: string, kind: ShareKind): Share {
    const custodian = this.set.custodians.find((one) => one.person === person)
    const share = this.#shares.find((one) => one.person === person)
    const name = this.#nameOf(person)
    if (custodian === undefined || share === undefined)
      throw fail('share-wrong', `${name} is no custodian of this PIN. Nothing was dealt.`)
    if (custodian.kind !== kind) {
      const planned = custodian.kind === 'paper' ? 'on paper' : 'a file that their key file opens'
      throw fail('share-wrong', `The plan says that the share of ${name} is ${planned}. Nothing was dealt.`)
    }
    if (this.#dealt.has(person)) throw fail('share-duplicate', `${name} has their share already.`)
    return share
  }

  /** The words that the custodian writes down; again, while they were not typed back. */
  show(person: string, receipt: Receipt): string[] {
    const { share } = this.shareOf(person, 'paper')
    this.#shown = { person, receipt }
    return paperWords(this.set.id, share)
  }

  /** What the custodian signed whose words were shown last. Throws step-not-ready for anybody else. */
  receiptOf(person: string): Receipt {
    if (this.#shown?.person === person) return this.#shown.receipt
    throw fail('step-not-ready', `The share of ${this.#nameOf(person)} was not shown. Nothing was dealt.`, {
      remedy: 'They show it first, with their own secret.',
    })
  }

  /** Compares what was typed back. Takes the share over. Throws share-wrong. */
  typedBack(share: Share): void {
    try {
      checkShare(this.set, [], share, this.#nameOf)
    } finally {
      share.share.fill(0)
    }
  }

  dealt(person: string): void {
    this.#dealt.add(person)
    if (this.#shown?.person === person) this.#shown = null
  }

  /** Copies, for the caller to wipe. Throws share-missing while somebody has no share. */
  pins(): Pins {
    const missing = this.set.custodians.map(({ person }) => person).filter((person) => !this.#dealt.has(person))
    if (missing.length === 0) return { current: this.#pins.current.slice(), next: this.#pins.next.slice() }
    throw fail('share-missing', `${missing.map(this.#nameOf).join(', ')} took no share yet. The PIN was not changed.`, {
      remedy: 'Every custodian takes their share first.',
      detail: { missing: missing.length, custodians: missing },
    })
  }

  wipe(): void {
    wipeShares(this.#shares)
    this.#pins.current.fill(0)
    this.#pins.next.fill(0)
    this.#dealt.clear()
    this.#shown = null
  }
}
