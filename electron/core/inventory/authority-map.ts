import type { InventoryIssuer } from '../../../shared/inventory/inventory.ts'
import { type AuthorityKey, isSameKey, keyOfFacts, signedBy } from './authority-key.ts'
import type { Inventory } from './open-inventory.ts'

/** An issuer of a row that says nothing of who issued it: any authority may have. */
export const ANY = -1

/** The issuers of several inventories, each named in its own way, as one list of authorities. */
export class AuthorityMap {
  readonly keys: AuthorityKey[] = []

  constructor(known: readonly AuthorityKey[], inventories: readonly Inventory[]) {
    const all = [...known, ...inventories.flatMap(({ authorities }) => [...authorities.values()].map(keyOfFacts))]
    for (const key of all) this.#merge(key)
  }

  /** For every issuer of an inventory, which authority it is, or ANY. */
  numbers(inventory: Inventory): Int32Array {
    return Int32Array.from(inventory.document.issuers, (issuer) => this.#number(issuer))
  }

  number(key: AuthorityKey): number {
    return this.keys.findIndex((one) => isSameKey(one, key))
  }

  #number(issuer: InventoryIssuer): number {
    const { key_id, spki_sha256, name_sha256, words } = issuer
    if (key_id === null && spki_sha256 === null && name_sha256 === null && words === null) return ANY
    const byKey = this.keys.findIndex((key) => signedBy(issuer, key) === 'key')
    if (byKey !== -1) return byKey
    const byName = this.keys.findIndex((key) => signedBy(issuer, key) === 'name')
    if (byName !== -1) return byName
    this.keys.push({
      words: words ?? key_id ?? spki_sha256 ?? '',
      spki_sha256,
      key_ids: key_id === null ? [] : [key_id],
      name_sha256,
    })
    return this.keys.length - 1
  }

  #merge(key: AuthorityKey): void {
    const at = this.number(key)
    const known = this.keys[at]
    if (known === undefined) {
      this.keys.push(key)
      return
    }
    this.keys[at] = {
      words: known.words,
      spki_sha256: known.spki_sha256 ?? key.spki_sha256,
      key_ids: [...new Set([...known.key_ids, ...key.key_ids])],
      name_sha256: known.name_sha256 ?? key.name_sha256,
    }
  }
}
