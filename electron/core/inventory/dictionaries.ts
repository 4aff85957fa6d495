import type { InventoryIssuer } from '../../../shared/inventory/inventory.ts'
import type { Labels } from '../../../shared/inventory/labels.ts'

/** One combination of labels that rows have; '' for a label that nobody gave. */
export type LabelGroup = readonly [service: string, environment: string, region: string, owner: string]

/** What many rows share is kept once and named by its number, in the order in which it came. */
export class Dictionary<T> {
  readonly all: T[] = []
  readonly #numbers = new Map<string, number>()
  #stored = 0

  /** `make` is asked only for what is new. */
  number(key: string, make: () => T): number {
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    const number = this.all.length
    this.all.push(make())
    this.#numbers.set(key, number)
    return number
  }

  /** What came since this was asked the last time, by number. */
  takeNew(): [number, T][] {
    const from = this.#stored
    this.#stored = this.all.length
    return this.all.slice(from).map((value, index) => [from + index, value])
  }

  restore(values: readonly T[], keyOf: (value: T) => string): void {
    for (const value of values) this.number(keyOf(value), () => value)
    this.#stored = this.all.length
  }
}

export function groupOf({ service = '', environment = '', region = '', owner = '' }: Labels): LabelGroup {
  return [service, environment, region, owner]
}

export function groupKey(group: LabelGroup): string {
  return group.join('\n')
}

export function issuerKey({ key_id, spki_sha256, name_sha256, words }: InventoryIssuer): string {
  // Names that are only told to people make no difference where the issuer is known by something better.
  const name = name_sha256 ?? (key_id === null && spki_sha256 === null ? words : null)
  return `${key_id ?? ''}\n${spki_sha256 ?? ''}\n${name ?? ''}`
}
