import type { Terms, Wanted } from './terms.ts'

/** Entries of one segment: their places in it fit into 16 bits. */
export const SEGMENT = 65_536
/** From here on, a list of places is longer than one bit for each entry. */
const DENSE = SEGMENT / 16

/** The terms of up to 65,536 entries in a row, packed: who has which word, and which digest. */
export interface SegmentParts {
  readonly first: number
  readonly count: number
  /** All words, each with a line end before and behind it. */
  readonly words: Buffer
  /** Where each word begins in `words`, and where its places begin in `places`; one more at the end. */
  readonly wordAt: Uint32Array
  readonly placesAt: Uint32Array
  /** In 16-bit units: places in rising order, or, for words of many entries, one bit for each. */
  readonly places: Uint16Array
  /** In rising order, each with the place beside it. */
  readonly digests: BigUint64Array
  readonly digestPlaces: Uint16Array
}

/** Collects the terms of entries in a row. */
export class SegmentBuilder {
  readonly first: number
  #count = 0
  readonly #words = new Map<string, number[]>()
  readonly #digests: { readonly key: bigint; readonly place: number }[] = []

  constructor(first: number) {
    this.first = first
  }

  get count(): number {
    return this.#count
  }

  add({ words, digests }: Terms): void {
    const place = this.#count++
    for (const word of words) {
      const places = this.#words.get(word)
      if (places === undefined) this.#words.set(word, [place])
      else places.push(place)
    }
    for (const key of digests) this.#digests.push({ key, place })
  }

  finish(): SegmentParts {
    const words = [...this.#words.keys()]
    const wordAt = new Uint32Array(words.length + 1)
    const placesAt = new Uint32Array(words.length + 1)
    const lists = words.map((word) => pack(this.#words.get(word) ?? []))
    let [text, at] = [0, 0]
    for (const [index, list] of lists.entries()) {
      wordAt[index] = text
      placesAt[index] = at
      text += Buffer.byteLength(words[index] ?? '') + 1
      at += list.length
    }
    wordAt[words.length] = text
    placesAt[words.length] = at
    const places = new Uint16Array(at)
    for (const [index, list] of lists.entries()) places.set(list, placesAt[index])
    const sorted = this.#digests.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.place - b.place))
    return {
      first: this.first,
      count: this.#count,
      words: Buffer.from(words.map((word) => `\n${word}`).join('') + '\n'),
      wordAt,
      placesAt,
      places,
      digests: BigUint64Array.from(sorted, ({ key }) => key),
      digestPlaces: Uint16Array.from(sorted, ({ place }) => place),
    }
  }
}

/** A word in more than DENSE entries is kept as bits. */
function pack(places: readonly number[]): Uint16Array {
  if (places.length < DENSE) return Uint16Array.from(places)
  const bits = new Uint16Array(DENSE)
  for (const place of places) bits[place >> 4] = (bits[place >> 4] ?? 0) | (1 << (place & 15))
  return bits
}

/** Marks in `found`, one byte for each entry of the log, the entries of the segment that have this term. */
export function markTerm(segment: SegmentParts, { word, digests }: Wanted, found: Uint8Array): void {
  const { first, words, wordAt, placesAt, places } = segment
  const needle = Buffer.from(word)
  for (let at = words.indexOf(needle); at !== -1;) {
    const index = wordIndex(wordAt, at)
    markPlaces(places.subarray(placesAt[index], placesAt[index + 1]), first, found)
    const next = wordAt[index + 1] ?? words.length
    at = next >= words.length ? -1 : words.indexOf(needle, next)
  }
  if (digests === null) return
  const { digests: keys, digestPlaces } = segment
  for (let at = lowerBound(keys, digests.from); at < keys.length && (keys[at] ?? 0n) <= digests.to; at++)
    found[first + (digestPlaces[at] ?? 0)] = 1
}

function markPlaces(list: Uint16Array, first: number, found: Uint8Array): void {
  if (list.length < DENSE) {
    for (const place of list) found[first + place] = 1
    return
  }
  for (const [block, bits] of list.entries())
    for (let rest = bits, place = block << 4; rest !== 0; rest >>>= 1, place++)
      if ((rest & 1) === 1) found[first + place] = 1
}

/** The last word that begins at `at` or before it. */
function wordIndex(wordAt: Uint32Array, at: number): number {
  let [low, high] = [0, wordAt.length - 2]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((wordAt[middle] ?? 0) <= at) low = middle
    else high = middle - 1
  }
  return low
}

function lowerBound(keys: BigUint64Array, wanted: bigint): number {
  let [low, high] = [0, keys.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((keys[middle] ?? 0n) < wanted) low = middle + 1
    else high = middle
  }
  return low
}
