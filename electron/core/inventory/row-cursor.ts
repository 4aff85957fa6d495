import { BLOCK, FLAG, timeOf } from './blocks.ts'
import { type Inventory, REPEATS, REVOKED } from './open-inventory.ts'

/** Looks at single rows of an inventory without making anything: for walks over a million of them. */
export class RowCursor {
  readonly inventory: Inventory
  readonly #authorities: Int32Array

  constructor(inventory: Inventory, authorities: Int32Array) {
    this.inventory = inventory
    this.#authorities = authorities
  }

  /** A row that another one stands for. */
  isRepeat(row: number): boolean {
    return ((this.inventory.marks[row] ?? 0) & REPEATS) !== 0
  }

  authority(row: number): number {
    const issuer = this.inventory.blocks.facts(Math.floor(row / BLOCK)).issuer[row % BLOCK] ?? 0
    return this.#authorities[issuer] ?? -1
  }

  isRevoked(row: number): boolean {
    const flags = this.inventory.blocks.facts(Math.floor(row / BLOCK)).flags[row % BLOCK] ?? 0
    return (flags & FLAG.revoked) !== 0 || ((this.inventory.marks[row] ?? 0) & REVOKED) !== 0
  }

  notAfter(row: number): number {
    return timeOf(this.inventory.blocks.facts(Math.floor(row / BLOCK)).notAfter[row % BLOCK] ?? 0)
  }

  hasSerialOf(row: number, other: RowCursor, otherRow: number): boolean {
    const mine = this.inventory.blocks.serials(Math.floor(row / BLOCK))
    const theirs = other.inventory.blocks.serials(Math.floor(otherRow / BLOCK))
    return equal(mine, (row % BLOCK) * 21, theirs, (otherRow % BLOCK) * 21, 21)
  }

  /** Whether what both say of the certificate can be true of one certificate. */
  agrees(row: number, other: RowCursor, otherRow: number): boolean {
    const [mine, theirs] = [this.#facts(row), other.#facts(otherRow)]
    const both = mine.flags & theirs.flags
    if ((both & FLAG.fingerprint) !== 0)
      return equal(mine.digests.fingerprint, mine.at * 32, theirs.digests.fingerprint, theirs.at * 32, 32)
    if ((both & FLAG.spki) !== 0 && !equal(mine.digests.spki, mine.at * 32, theirs.digests.spki, theirs.at * 32, 32))
      return false
    return sameTime(mine.notBefore, theirs.notBefore) && sameTime(mine.notAfter, theirs.notAfter)
  }

  #facts(row: number) {
    const number = Math.floor(row / BLOCK)
    const at = row % BLOCK
    const facts = this.inventory.blocks.facts(number)
    return {
      at,
      digests: this.inventory.blocks.digests(number),
      flags: facts.flags[at] ?? 0,
      notBefore: timeOf(facts.notBefore[at] ?? 0),
      notAfter: timeOf(facts.notAfter[at] ?? 0),
    }
  }
}

function sameTime(a: number, b: number): boolean {
  return a === b || !Number.isFinite(a) || !Number.isFinite(b)
}

function equal(a: Uint8Array, atA: number, b: Uint8Array, atB: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (a[atA + i] !== b[atB + i]) return false
  return true
}
